using System.Text;
using Microsoft.AspNetCore.Http;

namespace LogArchiver.LocalAws.Faults;

/// <summary>The faults to come. The first rule that strikes decides; all fitting rules count the request.</summary>
public sealed class FaultScript
{
    private readonly Lock gate = new();
    private readonly Random chance;
    private List<ScriptedRule> rules;

    internal FaultScript(int seed, IEnumerable<FaultRule> from)
    {
        chance = new Random(seed);
        rules = [.. from.Select(rule => new ScriptedRule(rule))];
    }

    /// <summary>Adds a rule; its counting starts now.</summary>
    public void Add(FaultRule rule)
    {
        lock (gate)
        {
            rules = [.. rules, new ScriptedRule(rule)];
        }
    }

    /// <summary>Ends all faults.</summary>
    public void Clear()
    {
        lock (gate)
        {
            rules = [];
        }
    }

    internal async ValueTask<FaultRule?> NextAsync(OperationName operation, HttpRequest request)
    {
        var fitting = rules.Where(scripted => scripted.Fits(operation)).ToList();
        if (fitting.Count == 0)
        {
            return null;
        }

        if (fitting.Exists(scripted => scripted.Rule.KeyContains is not null))
        {
            var key = await KeyOfAsync(operation, request);
            fitting.RemoveAll(scripted => scripted.Rule.KeyContains is { } part && !key.Contains(part, StringComparison.Ordinal));
        }

        lock (gate)
        {
            // Every fitting rule counts the request, also those after the one that strikes.
            return fitting.Where(scripted => scripted.Strikes(chance)).ToList().FirstOrDefault()?.Rule;
        }
    }

    // A Logs request names its group and stream in the body, which is small; it is kept for the service to read again.
    private static async ValueTask<string> KeyOfAsync(OperationName operation, HttpRequest request)
    {
        if (operation.Service != LocalService.Logs)
        {
            return request.Path.Value + request.QueryString.Value;
        }

        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        body.Position = 0;
        request.Body = body;
        return Encoding.UTF8.GetString(body.ToArray());
    }

    private sealed class ScriptedRule(FaultRule rule)
    {
        private int seen;
        private int struck;

        public FaultRule Rule => rule;

        public bool Fits(OperationName operation) =>
            rule.Operation is "*" || rule.Operation == operation.Name || rule.Operation == operation.Service.ToString();

        public bool Strikes(Random chance)
        {
            seen++;
            var strikes = struck < (rule.Times ?? int.MaxValue)
                && (rule.Nth is not { } nth || seen == nth)
                && (rule.EveryNth is not { } every || seen % every == 0)
                && (rule.Probability is not { } probability || chance.NextDouble() < probability);
            struck += strikes ? 1 : 0;
            return strikes;
        }
    }
}
