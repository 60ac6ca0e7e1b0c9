using LogArchiver.Plan;

namespace LogArchiver.Cli.Demo.Samples;

/// <summary>Korean, emoji and whatever else is more than one byte a character; at the day's very edges, too.</summary>
internal static class ChatMessages
{
    private const int EventsPerStream = 1_500;

    private static readonly string[] Names = ["민지", "지훈", "서연", "하준", "유나", "Zoë", "José"];

    private static readonly string[] Texts =
    [
        "오늘 회의 몇 시예요? 🙂", "세 시요. 자료는 어제 올렸어요 📎", "네, 확인했습니다 👍", "점심 뭐 먹을까요? 🍜",
        "비빔밥 어때요?", "좋아요!! 🎉🎉", "서버가 또 느려요 😵‍💫", "로그 확인해 볼게요 👩‍💻", "배포 끝났습니다 🚀",
        "와, 벌써요? 수고하셨어요 🙇", "Déjà vu … naïve café ☕", "내일 봐요 👋🏽", "¿Mañana a las 9? ✅",
    ];

    public static SampleGroup Make(TimeWindow day, TimeWindow window, Random random)
    {
        var streams = Enumerable.Range(1, 2).Select(room => new SampleStream(
            $"방-{room}",
            [.. Arrivals.Over(window, EventsPerStream, random).Select(at => new SampleEvent(at, Message(random)))
                .Concat(Edges(day)).OrderBy(one => one.TimestampMs)]));
        return new SampleGroup(
            "/demo/chat/messages", "Korean text and emoji",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = "chat", ["archive"] = "daily" }, [.. streams]);
    }

    private static string Message(Random random) => $"{random.Pick<string>(Names)}: {random.Pick<string>(Texts)}";

    private static IEnumerable<SampleEvent> Edges(TimeWindow day) =>
    [
        new(day.StartMs - 1, "자정 직전: 어제의 마지막 순간 🕛"),
        new(day.StartMs, "자정: 오늘의 첫 순간 🌅"),
        new(day.EndMs - 1, "오늘의 마지막 순간 🌙"),
        new(day.EndMs, "다음 날의 첫 순간 🌄"),
    ];
}
