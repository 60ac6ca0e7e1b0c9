using LogArchiver.Testing.Moto;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace LogArchiver.Contracts.Tests;

/// <summary>A fact of a contract, stated once in an abstract suite and run for each world that derives from it.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("LogArchiver.Contracts.Tests.ContractFactDiscoverer", "LogArchiver.Contracts.Tests")]
public sealed class ContractFactAttribute : FactAttribute;

/// <summary>Marks a suite whose world is moto: skipped, with the reason, where moto is not installed.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StandsOnMotoAttribute : Attribute;

/// <summary>Names a fact in which an emulator differs from AWS, and how. The fact is left out for that world, and only there.</summary>
/// <param name="fact">The method's name.</param>
/// <param name="how">What the emulator does instead.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class DiffersFromAwsAttribute(string fact, string how) : Attribute
{
    /// <summary>The method's name.</summary>
    public string Fact { get; } = fact;

    /// <summary>What the emulator does instead.</summary>
    public string How { get; } = how;
}

/// <summary>Asks the deriving class what applies to it.</summary>
public sealed class ContractFactDiscoverer(IMessageSink sink) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        var suite = testMethod.TestClass.Class;
        var differs = suite.GetCustomAttributes(typeof(DiffersFromAwsAttribute).AssemblyQualifiedName)
            .Any(attribute => attribute.GetNamedArgument<string>(nameof(DiffersFromAwsAttribute.Fact)) == testMethod.Method.Name);
        if (differs)
        {
            return [];
        }

        var display = discoveryOptions.MethodDisplayOrDefault();
        var options = discoveryOptions.MethodDisplayOptionsOrDefault();
        return suite.GetCustomAttributes(typeof(StandsOnMotoAttribute).AssemblyQualifiedName).Any()
            ? [new MotoTestCase(sink, display, options, testMethod)]
            : [new XunitTestCase(sink, display, options, testMethod)];
    }
}

/// <summary>A test that is skipped where moto is not installed.</summary>
public sealed class MotoTestCase : XunitTestCase
{
    /// <summary>For the runner, which moves test cases between processes.</summary>
    [Obsolete("For the runner")]
    public MotoTestCase()
    {
    }

    public MotoTestCase(IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod testMethod)
        : base(sink, display, options, testMethod)
    {
    }

    protected override string? GetSkipReason(IAttributeInfo factAttribute) => MotoServer.Reason;
}
