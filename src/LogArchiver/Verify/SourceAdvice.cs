namespace LogArchiver.Verify;

/// <summary>What to do about a difference between the archive and CloudWatch. Pure.</summary>
internal static class SourceAdvice
{
    /// <summary>A sentence or two for each kind of difference there is.</summary>
    public static IReadOnlyList<string> For(long sourceOnly, long late, long archiveOnly, long expired)
    {
        var advice = new List<string>();
        if (late > 0)
        {
            advice.Add($"{late:N0} in CloudWatch alone came late: ingested after every event the archive has. The daily run adds them when it settles "
                + "the day; until then the archive is as complete as it could be.");
        }

        if (sourceOnly > late)
        {
            advice.Add($"{sourceOnly - late:N0} in CloudWatch alone had been ingested before the day was archived, or may have been. If the day is "
                + "still to be settled, that adds them; otherwise move the manifest away and archive the day again while CloudWatch has its events.");
        }

        if (expired > 0)
        {
            advice.Add($"{expired:N0} in the archive alone are older than the group's retention: CloudWatch has let go of them, and the archive is "
                + "where they are. Nothing is to be done.");
        }

        if (archiveOnly > expired)
        {
            advice.Add($"{archiveOnly - expired:N0} in the archive alone are within the group's retention: their stream was deleted, or retention was "
                + "shorter for a while. Keep the archive; archiving the day anew would lose them.");
        }

        return advice;
    }
}
