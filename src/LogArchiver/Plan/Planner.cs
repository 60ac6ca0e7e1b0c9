namespace LogArchiver.Plan;

/// <summary>Turns a request into a plan, or tells every fault of it at once.</summary>
public static class Planner
{
    /// <summary>Makes the plan. Pure.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="now">The clock's time; days count from <see cref="ArchiveRequest.ScheduledTime"/> where that is given.</param>
    /// <exception cref="BadRequestException">Something in it is wrong.</exception>
    public static ArchivePlan Plan(ArchiveRequest request, DateTimeOffset now) =>
        throw new BadRequestException([new RequestFault(request.ToString(), now.ToString("O"), "nothing yet")]);
}
