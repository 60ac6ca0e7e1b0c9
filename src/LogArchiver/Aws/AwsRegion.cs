using Amazon.Runtime;
using LogArchiver.Ports;

namespace LogArchiver.Aws;

/// <summary>Finds the Region to work in.</summary>
internal static class AwsRegion
{
    /// <summary>The given Region, or the one of the environment, the profile or the instance.</summary>
    /// <exception cref="ServiceFaultException">There is none.</exception>
    public static string Find(string? given)
    {
        if (!string.IsNullOrWhiteSpace(given))
        {
            return given;
        }

        return FallbackRegionFactory.GetRegionEndpoint()?.SystemName
            ?? throw new ServiceFaultException(FaultKind.Permanent, "AWS", "Connect", "NoRegion",
                "No AWS Region is set; set AWS_REGION, name one with the region setting, or choose a profile that has one (AWS_PROFILE)");
    }
}
