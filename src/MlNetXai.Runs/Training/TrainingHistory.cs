using System.Globalization;
using MlNetXai.Networks.Training;
using MlNetXai.Reporting.Tables;

namespace MlNetXai.Runs.Training;

/// <summary>Losses of every epoch; the content of <c>history.csv</c>.</summary>
/// <param name="Epochs">The epochs, in order.</param>
internal sealed record TrainingHistory(IReadOnlyList<EpochRecord> Epochs)
{
    /// <summary>Epoch of the lowest validation loss, the first of equals: the one that was kept.</summary>
    public int BestEpoch => Best.Epoch;

    public EpochRecord Best => Epochs.MinBy(epoch => epoch.ValidationLoss)!;

    public void Write(RunFolder folder) => AtomicFile.WriteText(folder.HistoryPath, CsvTable.Format(new()
    {
        Caption = "Training history",
        Columns =
        [
            new("epoch", ColumnKind.Count), new("training_loss", ColumnKind.Number), new("validation_loss", ColumnKind.Number), new("validation_accuracy", ColumnKind.Percent), new("learning_rate", ColumnKind.Number),
        ],
        Rows = [.. Epochs.Select(epoch => (IReadOnlyList<Cell>)[epoch.Epoch, epoch.TrainingLoss, epoch.ValidationLoss, epoch.ValidationAccuracy, epoch.LearningRate])],
    }));

    /// <exception cref="RunException">The file is missing or damaged.</exception>
    public static TrainingHistory Read(RunFolder folder)
    {
        string path = folder.HistoryPath;
        if (!File.Exists(path))
            throw new RunException($"{path}: missing. Train the run to its end.", path);
        List<EpochRecord> epochs = [];
        foreach (string line in File.ReadLines(path).Skip(1))
        {
            double[] numbers = [.. line.Split(',').Select(cell => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN)];

            // Runs of earlier versions do not note the learning rate.
            if (numbers.Length is not (4 or 5) || numbers.Any(double.IsNaN))
                throw new RunException($"{path}, line {epochs.Count + 2}: must hold epoch, two losses, an accuracy and a learning rate. Restore the file, or train anew.", path, $"line {epochs.Count + 2}");
            epochs.Add(new((int)numbers[0], numbers[1], numbers[2], numbers[3]) { LearningRate = numbers.Length == 5 ? numbers[4] : 0 });
        }

        return epochs.Count > 0 ? new(epochs) : throw new RunException($"{path}: holds no epoch. Restore the file, or train anew.", path);
    }
}
