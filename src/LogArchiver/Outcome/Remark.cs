using LogArchiver.Ports;

namespace LogArchiver.Outcome;

/// <summary>Turns a fault in tidying up into something to say of a day that is none the worse for it.</summary>
internal static class Remark
{
    /// <summary>Tidies up; null when that went well.</summary>
    /// <param name="tidy">What is to be done.</param>
    /// <param name="what">What could not be done, without a full stop.</param>
    public static async Task<string?> OfAsync(Func<Task> tidy, string what)
    {
        try
        {
            await tidy();
            return null;
        }
        catch (ServiceFaultException fault)
        {
            return Of(what, fault);
        }
    }

    /// <summary>What to say.</summary>
    public static string Of(string what, ServiceFaultException fault) =>
        $"{what}: {fault.Message}{FailureReport.Source(fault.Code, fault.RequestId, fault.Message)}";
}
