using LogArchiver.Checkpoint;
using LogArchiver.Export;
using LogArchiver.Ports;
using LogArchiver.Readback;
using LogArchiver.Seal;
using LogArchiver.Settle;
using LogArchiver.Sort;
using LogArchiver.Upload;

namespace LogArchiver.Outcome;

/// <summary>Says of an exception what the person who has to mend it needs to know. Pure; the only place that does.</summary>
internal static class DayFaults
{
    // ENOSPC and EROFS of Linux; .NET gives errno as the HResult there.
    private const int DiskFull = 28;
    private const int ReadOnlyFileSystem = 30;

    /// <summary>The fault of a stage that ended with the exception.</summary>
    public static DayFault Of(Stage stage, string subject, Exception problem) => problem switch
    {
        ServiceFaultException fault => OfService(stage, fault.Subject ?? subject, fault),
        ForeignObjectException => Expected(stage, subject, problem, "Move that object away, or choose another prefix or key template."),
        StoredDifferentlyException => Expected(stage, subject, problem, "Run the day again; see that no other run archives it at the same time.") with { RetryCouldHelp = true },
        SealedMeanwhileException => Expected(stage, subject, problem, "Let the other run finish, then run the day again.") with { RetryCouldHelp = true },
        DamagedArchiveException => Expected(stage, subject, problem, "Restore the object, from an earlier version or a copy; as long as it is damaged, the day is left as it is."),
        TieTooLargeException => Expected(stage, subject, problem, "Please report this; the archive was left as it is."),
        UnreadableManifestException => Expected(stage, subject, problem, "Use the version that wrote it, or move the manifest away and run the day again."),
        ScratchExhaustedException => Expected(stage, subject, problem, "Give the function more ephemeral storage, or set TMPDIR to a larger file system."),
        ExportException => Expected(stage, subject, problem, "See the cause in CloudWatch Logs' list of export tasks (aws logs describe-export-tasks); the next run exports the day anew."),
        OvertakenException => Expected(stage, subject, problem, "Let the other run finish, then run the day again.") with { RetryCouldHelp = true },
        TornRunException => Expected(stage, subject, problem, "Run the day again.") with { RetryCouldHelp = true },
        IOException { HResult: DiskFull } => Expected(stage, subject, problem, "Scratch space is full: give the function more ephemeral storage, or set TMPDIR to a larger file system."),
        IOException { HResult: ReadOnlyFileSystem } or UnauthorizedAccessException => Expected(stage, subject, problem, "Set TMPDIR to a folder that may be written."),
        IOException => Expected(stage, subject, problem, "Something else may have changed or removed scratch files: see that nothing clears TMPDIR while a run lasts.") with { RetryCouldHelp = true },
        _ => Expected(stage, subject, problem, "This is a bug in LogArchiver: please report it with the log.") with
        {
            Cause = $"{problem.GetType().Name}: {problem.Message}",
            IsBug = true,
        },
    };

    private static DayFault OfService(Stage stage, string subject, ServiceFaultException fault) =>
        new(stage.ToString(), subject, fault.Message.Contains(fault.Operation, StringComparison.Ordinal) ? fault.Message : $"{fault.Service} {fault.Operation}: {fault.Message}")
        {
            Code = fault.Code,
            RequestId = fault.RequestId,
            RetryCouldHelp = fault.IsTransient,
            Fix = fault.Fix,
        };

    private static DayFault Expected(Stage stage, string subject, Exception problem, string? fix) =>
        new(stage.ToString(), subject, problem.Message) { Fix = fix };
}
