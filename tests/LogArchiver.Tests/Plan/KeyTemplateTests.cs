using LogArchiver.Plan;

namespace LogArchiver.Tests.Plan;

public sealed class KeyTemplateTests
{
    [Theory]
    [InlineData(KeyTemplate.Default)]
    [InlineData("{group}/{yyyy}/{MM}/{dd}/log.{extension}")]
    [InlineData("{yyyy}{MM}{dd}{group}")]
    public void Templates_that_keep_groups_and_days_apart_do(string template) => Assert.Null(KeyTemplate.ProblemWith(template));

    [Theory]
    [InlineData("", "is empty.")]
    [InlineData("{date}.gz", "lacks {group}: the files of two groups would have one key.")]
    [InlineData("{group}/{yyyy}/{MM}", "lacks {date}: the files of two days would have one key.")]
    [InlineData("{group}/{Date}", "holds {Date}, which stands for nothing; did you mean \"date\"?")]
    [InlineData("{group}/{date}/{timeZone}", "holds {timeZone}, which stands for nothing.")]
    [InlineData("{group}/{date", "holds a brace that belongs to no placeholder.")]
    [InlineData("{group}/{{date}}", "holds a brace that belongs to no placeholder.")]
    [InlineData("/{group}/{date}", "begins with a /.")]
    [InlineData("{group}/{date}/", "ends with a /.")]
    [InlineData("{group}//{date}", "holds an empty step (//).")]
    [InlineData("{group}/../{date}", "holds a step of dots alone.")]
    [InlineData("{group}\\{date}", "holds a character that makes trouble in keys.")]
    [InlineData("_manifests/{group}/{date}", "begins with _manifests/, where the manifests are.")]
    public void Others_are_refused_with_the_reason(string template, string problem) =>
        Assert.Equal(problem, KeyTemplate.ProblemWith(template));
}
