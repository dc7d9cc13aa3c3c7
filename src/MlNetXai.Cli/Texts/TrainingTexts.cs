using MlNetXai.Cli.Terminals;
using MlNetXai.Runs.Training;

namespace MlNetXai.Cli.Texts;

/// <summary>What <c>train</c> says at its end.</summary>
internal static class TrainingTexts
{
    public static void Write(Terminal terminal, string run, EcgTrainingResult result)
    {
        foreach (string warning in result.Split.Data.Warnings)
            terminal.Error.WriteLine($"warning: {warning}");

        terminal.Table(
            ["Part", "Patients", .. result.Split.Data.Classes],
            [
                ["train", .. Row(result.Split.Train.Patients.Count, result.Split.Train.Beats)],
                ["validation", .. Row(result.Split.Validation.Patients.Count, result.Split.Validation.Beats)],
                ["test", .. Row(result.Split.Test.Patients.Count, result.Split.Test.Beats)],
            ]);
        terminal.Output.WriteLine(
            $"{result.Epochs} epochs; kept epoch {result.BestEpoch}: validation loss {Numbers.Number(result.ValidationLoss, 4)}, accuracy {Numbers.Percent(result.ValidationAccuracy)}.");
        terminal.Output.WriteLine($"{run}: trained. Next: mlnetxai explain {run}");
    }

    private static IEnumerable<string> Row(int patients, IReadOnlyList<long> beats) => [Numbers.Count(patients), .. beats.Select(Numbers.Count)];
}
