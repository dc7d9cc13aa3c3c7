using MlNetXai.Explanations.Evaluation;
using MlNetXai.Reporting;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>The average beats of classes, one lead of them, as figures draw them.</summary>
internal sealed class ClassBeats
{
    private readonly IReadOnlyList<ClassAverage> _averages;
    private readonly RowShape _shape;
    private readonly int _lead;

    /// <param name="averages">Average rows of the classes, or null.</param>
    /// <param name="shape">Steps and leads of the rows.</param>
    /// <param name="lead">Lead that is drawn, from 0.</param>
    /// <exception cref="InvalidOperationException">There are no average rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such lead.</exception>
    public ClassBeats(IReadOnlyList<ClassAverage>? averages, RowShape shape, int lead)
    {
        _averages = averages ?? throw new InvalidOperationException(
            "The figure draws the average beat of each class, and the rows that were explained were not read: the data have no column 'Features' of the attribution's shape. Name their column in the options (FeatureColumnName).");
        (_shape, _lead) = (shape, Require.Between(lead, 0, shape.Channels - 1));
    }

    /// <summary>Values of the lead, of values <c>[step, lead]</c>.</summary>
    public IEnumerable<T> Lead<T>(IEnumerable<T> values) => values.Where((_, slot) => slot % _shape.Channels == _lead);

    /// <summary>The average beat of a class, <c>[step]</c>.</summary>
    public IReadOnlyList<double> Mean(string name) => [.. Lead(Of(name).Mean).Select(mean => mean.EstimateOrMissing())];

    /// <summary>The same with one standard deviation to both sides.</summary>
    public IReadOnlyList<Estimate> Spread(string name)
    {
        double[]? deviations = Of(name).StandardDeviation is { } all ? [.. Lead(all)] : null;
        return [.. Mean(name).Select((mean, step) => deviations is null ? new Estimate(mean) : new Estimate(mean, mean - deviations[step], mean + deviations[step]))];
    }

    private ClassAverage Of(string name) => _averages.First(average => average.Class == name);
}
