using MlNetXai.Cli.Terminals;
using Xunit;

namespace MlNetXai.Cli.Tests.Terminals;

public class ProgressLinesTests
{
    [Fact]
    public void Report_ManyReports_PrintsStartOneEveryTenSecondsAndEnd()
    {
        Clock clock = new();
        using StringWriter output = new();
        ProgressLines lines = new(output, clock);

        for (int done = 0; done <= 100; done++, clock.Seconds += 0.25)
            lines.Report(new("train", done, 100, $"step {done}"));

        Assert.Equal(
            ["train: 100 to do; step 0", "train: 40 %, 4.0/s, 15.0 s left; step 40", "train: 80 %, 4.0/s, 5.0 s left; step 80", "train: done in 25.0 s, 4.0/s; step 100"],
            output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Report_OverAMinute_SaysHoursMinutesSeconds()
    {
        Clock clock = new();
        using StringWriter output = new();
        ProgressLines lines = new(output, clock);

        lines.Report(new("train", 0, 4));
        clock.Seconds = 1234;
        lines.Report(new("train", 1, 4));

        Assert.EndsWith($"train: 25 %, 0.0/s, 1:01:42 left{Environment.NewLine}", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_StageBeginsWithWorkOfAnEarlierProcess_CountsOnlyWhatWasDoneSince()
    {
        Clock clock = new();
        using StringWriter output = new();
        ProgressLines lines = new(output, clock);

        lines.Report(new("train", 90_000, 100_000));
        clock.Seconds = 10;
        lines.Report(new("train", 92_000, 100_000));
        clock.Seconds = 50;
        lines.Report(new("train", 100_000, 100_000));

        Assert.Equal(
            ["train: 10,000 to do", "train: 92 %, 200/s, 40.0 s left", "train: done in 50.0 s, 200/s"],
            output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    private sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)(Seconds * 1000);
    }
}
