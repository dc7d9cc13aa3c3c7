using MlNetXai.Networks;
using MlNetXai.Networks.Interchange;
using MlNetXai.Reporting.Reports;
using MlNetXai.Runs.Data;
using MlNetXai.Runs.Evaluating;
using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Manifests;
using MlNetXai.Runs.Training;

namespace MlNetXai.Runs.Publishing;

/// <summary>Lays a trained model with its card and expected numbers into a folder of its own.</summary>
/// <remarks><code>
/// model.safetensors   the network
/// card.md             model card and data card
/// expected.json       numbers that the model must give again (<see cref="ExpectedNumbers"/>)
/// </code></remarks>
public static class ModelPublication
{
    private const int BeatsPerClass = 2;

    /// <summary>Writes the folder.</summary>
    /// <param name="folder">A run that was explained and evaluated.</param>
    /// <param name="target">Folder to write; made if needed.</param>
    /// <returns>Files written.</returns>
    /// <exception cref="RunException">The run was not explained or not evaluated.</exception>
    /// <exception cref="OutputException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Write(RunFolder folder, string target)
    {
        Manifest manifest = folder.ReadManifest();
        SplitFile split = SplitFile.Read(folder.SplitPath);
        EcgMetrics metrics = RunJson.Read<EcgMetrics>(folder.MetricsPath);
        TrainingHistory history = TrainingHistory.Read(folder);
        Network network = ModelFile.Load(folder.ModelPath).Network;
        if (folder.ExplainedMethods.Count == 0)
            throw new RunException($"{folder.FullPath}: nothing is explained, so there are no beats to give expected numbers for. Run 'mlnetxai explain' first.", folder.FullPath);
        AttributionArchive archive = AttributionArchive.Read(folder.AttributionPath(folder.ExplainedMethods[0]));

        string model = Path.Combine(target, "model.safetensors"), card = Path.Combine(target, "card.md"), expected = Path.Combine(target, "expected.json");
        AtomicFile.Write(model, stream =>
        {
            using FileStream source = File.OpenRead(folder.ModelPath);
            source.CopyTo(stream);
        });
        ReportSection[] sections =
        [
            EcgCards.Model(network, manifest, split, history, metrics, [MeasureTables.Splits(metrics, manifest.Evaluate ?? new()), MeasureTables.Classes(metrics.Test, "Figures of every class, test part of this split")]).ToSection(),
            EcgCards.Data(manifest, split).ToSection(),
        ];
        AtomicFile.WriteText(card, string.Join("\n", sections.Select(MarkdownSection.Format)));
        AtomicFile.WriteText(expected, RunJson.Write(new ExpectedNumbers
        {
            Model = InputFile.Hash(target, ["model.safetensors"])[0],
            Command = EcgCards.Command(manifest),
            Classes = metrics.Classes,
            TestBeats = metrics.Test.Rows,
            Accuracy = metrics.Test.Accuracy,
            BalancedAccuracy = metrics.Test.BalancedAccuracy,
            MajorityShare = metrics.Test.MajorityShare,
            Beats = Beats(network, archive),
        }));
        return [model, card, expected];
    }

    private static IReadOnlyList<ExpectedBeat> Beats(Network network, AttributionArchive archive)
    {
        int classes = archive.Classes.Count;
        int[] rows = [.. Enumerable.Range(0, classes).SelectMany(c => Enumerable.Range(0, archive.Keys.Count).Where(row => archive.Labels[row] == c).Take(BeatsPerClass))];
        float[] logits = new float[rows.Length * classes];
        network.Logits(archive.Signal.Gather(rows), logits);
        return
        [
            .. rows.Select((row, i) => new ExpectedBeat(
                archive.Keys[row].Record, archive.Keys[row].Sample, archive.Classes[archive.Labels[row]], archive.Signal.Row(row).ToArray(), logits[(i * classes)..((i + 1) * classes)])),
        ];
    }
}
