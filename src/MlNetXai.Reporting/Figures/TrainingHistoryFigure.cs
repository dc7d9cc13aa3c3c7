using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>One epoch of <see cref="TrainingHistoryFigure"/>.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="TrainingLoss">Mean cross-entropy over the training rows.</param>
/// <param name="ValidationLoss">Mean cross-entropy over the validation rows.</param>
/// <param name="ValidationAccuracy">Share of the validation rows that are right, 0–1; NaN = not measured.</param>
public readonly record struct TrainingHistoryPoint(int Epoch, double TrainingLoss, double ValidationLoss, double ValidationAccuracy = double.NaN);

/// <summary>Loss over the epochs of training, with the epoch that was kept.</summary>
public sealed record TrainingHistoryFigure : Figure
{
    /// <summary>The epochs, in order.</summary>
    public required IReadOnlyList<TrainingHistoryPoint> History { get; init; }

    /// <summary>The epoch whose weights were kept.</summary>
    public required int BestEpoch { get; init; }

    private protected override FigureCaption DefaultCaption => new("", "", "");

    private protected override double Draw(SvgCanvas canvas) => 100;
}
