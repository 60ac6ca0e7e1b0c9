using System.Globalization;
using LogArchiver.Cli.Terminal;
using LogArchiver.Estimate;

namespace LogArchiver.Cli.Planning;

/// <summary>What it costs, and what keeping the same in CloudWatch Logs would.</summary>
internal static class CostView
{
    private static readonly TextColumn[] Columns =
        [new("Cost, about"), new("Once", IsNumber: true), new("A month", IsNumber: true), new("A year", IsNumber: true)];

    /// <summary>The rows.</summary>
    public static TextTable TableOf(RangeEstimate estimate)
    {
        var bill = estimate.Bill;
        string Money(double amount) => Of(amount, estimate.Prices.Currency);
        return new TextTable(Columns,
        [
            [$"Lambda, {estimate.MemoryMB} MiB, arm64", Money(bill.LambdaArm64), "", ""],
            [$"Lambda, {estimate.MemoryMB} MiB, x86_64", Money(bill.LambdaX86), "", ""],
            ["Requests to S3", Money(bill.Requests), "", ""],
            .. estimate.Items == 0 ? [] : (IReadOnlyList<IReadOnlyList<string>>)[["State machine, if that does it", Money(bill.StateMachine), "", ""]],
            .. bill.Storage.Select(one => (IReadOnlyList<string>)
                [$"Stored in {one.Name}", one.Moving > 0 ? Money(one.Moving) : "", Money(one.PerMonth), Money(one.PerYear)]),
            ["Instead: kept in CloudWatch Logs", "", Money(bill.CloudWatchLogsPerMonth), Money(bill.CloudWatchLogsPerYear)],
        ]);
    }

    /// <summary>Such as <c>$0.0042</c>, <c>$12.50</c> or <c>0.02 EUR</c>; never rounded to nothing.</summary>
    internal static string Of(double amount, string currency)
    {
        const double Least = 0.0001;
        var digits = amount is > 0 and < 0.1 ? "0.0000" : "#,0.00";
        var text = Math.Max(amount, amount > 0 ? Least : 0).ToString(digits, CultureInfo.InvariantCulture);
        var money = currency == "USD" ? $"${text}" : $"{text} {currency}";
        return amount is > 0 and < Least ? $"< {money}" : money;
    }
}
