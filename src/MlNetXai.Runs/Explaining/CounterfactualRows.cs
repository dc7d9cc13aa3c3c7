using MlNetXai.Explanations.Methods;

namespace MlNetXai.Runs.Explaining;

/// <summary>What beats would have to look like for another class: the part of <c>attributions/native-guide.npz</c> behind the rows.</summary>
/// <remarks><code>
/// counterfactual                [row, step, channel]  float32, the changed beat in mV; where none was found the beat itself
/// new_class                     [row]                 int32, the network's class of the changed beat
/// start, length                 [row]                 int32, samples changed; −1 and 0 where none was found
/// guide_record, guide_sample    [row]                 texts and int64, the training beat that lent them; empty and −1 where there was none
/// probability_before, …_after   [row]                 float64, probability of the network's class of the beat itself
/// change                        [row]                 float64, Σ|changed − beat| in mV
/// distance, real_distance       [row]                 float64, distance of the changed beat and of the beat itself to the nearest training beat of another patient; NaN without one
/// </code></remarks>
public sealed record CounterfactualRows
{
    /// <summary>The changed beats, <c>[row, step, channel]</c>, in mV.</summary>
    public required Batch Values { get; init; }

    /// <summary>The network's class of the changed beat, <c>[row]</c>.</summary>
    public required int[] NewClass { get; init; }

    /// <summary>First sample changed, <c>[row]</c>; −1 where none was found.</summary>
    public required int[] Start { get; init; }

    /// <summary>Samples changed, <c>[row]</c>; 0 where none was found.</summary>
    public required int[] Length { get; init; }

    /// <summary>Training beats that lent the samples, <c>[row]</c>; an empty record where there was none.</summary>
    public required IReadOnlyList<RowKey> Guides { get; init; }

    /// <summary>Probability of the network's class before the change, <c>[row]</c>.</summary>
    public required double[] ProbabilityBefore { get; init; }

    /// <summary>Probability of the same class behind it, <c>[row]</c>.</summary>
    public required double[] ProbabilityAfter { get; init; }

    /// <summary>Σ|changed − beat|, <c>[row]</c>, in mV.</summary>
    public required double[] Change { get; init; }

    /// <summary>Distance of the changed beat to the nearest training beat of another patient, <c>[row]</c>, in mV; NaN without one.</summary>
    public required double[] Distance { get; init; }

    /// <summary>The same distance of the beat itself, <c>[row]</c>.</summary>
    public required double[] RealDistance { get; init; }

    internal static CounterfactualRows Of(Counterfactuals found, IReadOnlyList<RowKey> candidates) => new()
    {
        Values = found.Values,
        NewClass = [.. found.Rows.Select(row => row.NewClass)],
        Start = [.. found.Rows.Select(row => row.Start)],
        Length = [.. found.Rows.Select(row => row.Length)],
        Guides = [.. found.Rows.Select(row => row.Guide < 0 ? new RowKey("", -1) : candidates[row.Guide])],
        ProbabilityBefore = [.. found.Rows.Select(row => row.ProbabilityBefore)],
        ProbabilityAfter = [.. found.Rows.Select(row => row.ProbabilityAfter)],
        Change = [.. found.Rows.Select(row => row.Change)],
        Distance = [.. found.Rows.Select(row => row.Distance ?? double.NaN)],
        RealDistance = [.. found.Rows.Select(row => row.RealDistance ?? double.NaN)],
    };

    internal void Write(NpzWriter npz)
    {
        npz.Add("counterfactual", Values.Values, Values.Rows, Values.Steps, Values.Channels);
        npz.Add("new_class", NewClass);
        npz.Add("start", Start);
        npz.Add("length", Length);
        npz.Add("guide_record", [.. Guides.Select(guide => guide.Record)]);
        npz.Add("guide_sample", [.. Guides.Select(guide => guide.Sample)]);
        npz.Add("probability_before", ProbabilityBefore);
        npz.Add("probability_after", ProbabilityAfter);
        npz.Add("change", Change);
        npz.Add("distance", Distance);
        npz.Add("real_distance", RealDistance);
    }

    /// <summary>Those of a file, or null where it holds none.</summary>
    internal static CounterfactualRows? Find(NpzArrays arrays) => !arrays.Has("counterfactual") ? null : new()
    {
        Values = arrays.Batch("counterfactual"),
        NewClass = arrays.Get("new_class").As<int>(),
        Start = arrays.Get("start").As<int>(),
        Length = arrays.Get("length").As<int>(),
        Guides = [.. arrays.Get("guide_record").As<string>().Zip(arrays.Get("guide_sample").As<long>(), (record, sample) => new RowKey(record, sample))],
        ProbabilityBefore = arrays.Get("probability_before").As<double>(),
        ProbabilityAfter = arrays.Get("probability_after").As<double>(),
        Change = arrays.Get("change").As<double>(),
        Distance = arrays.Get("distance").As<double>(),
        RealDistance = arrays.Get("real_distance").As<double>(),
    };
}
