using System.Globalization;
using MlNetXai.Explanations;
using MlNetXai.Reporting;
using MlNetXai.Reporting.Figures;
using MlNetXai.Runs.Evaluating;
using MlNetXai.Runs.Explaining;

namespace MlNetXai.Runs.Publishing;

/// <summary>The figures of what explanations say together: of classes, of each other, of other classes.</summary>
internal sealed partial class EcgFigures
{
    /// <summary>Class models of the run, where there are any.</summary>
    public ClassModelArchive? ClassModels { get; init; }

    /// <summary>What every method says of a class: averages, and segments by every cut, in the order in which a reader wants them.</summary>
    public IEnumerable<(string Name, Figure Figure)> OfClasses =>
        from method in (_metrics?.ClassAverages ?? []).Select(average => average.Method).Distinct(StringComparer.Ordinal)
        from figure in OfMethod(method)
        select figure;

    public AgreementFigure? Agreement
    {
        get
        {
            AgreementMetrics[] pairs = [.. (_metrics?.Agreement ?? []).Where(pair => pair.Class == AgreementMetrics.AllClasses)];
            string[] methods = [.. pairs.SelectMany(pair => new[] { pair.First, pair.Second }).Distinct(StringComparer.Ordinal)];
            return methods.Length < 2 ? null : AsSet(new AgreementFigure
            {
                Title = "Agreement between methods",
                Measure = "Rank correlation of the magnitudes",
                Methods = methods,
                Values = [.. methods.Select(one => methods.Select(other => Of(one, other)).ToArray())],
            });

            Estimate Of(string one, string other) => one == other
                ? 1
                : pairs.First(pair => pair.IsOf(one, other)).SpearmanMagnitude;
        }
    }

    /// <summary>One counterfactual for each of the network's classes: the one of middle length.</summary>
    public BeatPairFigure? Counterfactuals
    {
        get
        {
            if (_archives.FirstOrDefault(one => one.Counterfactuals is not null) is not { } archive || archive.Counterfactuals is not { } found)
                return null;
            int[] rows =
            [
                .. from row in Enumerable.Range(0, archive.Keys.Count)
                   where found.Length[row] > 0
                   group row by archive.Predicted[row] into ofClass
                   orderby ofClass.Key
                   let byLength = ofClass.OrderBy(row => found.Length[row]).ToArray()
                   select byLength[byLength.Length / 2],
            ];
            return rows.Length == 0 ? null : new()
            {
                Title = "What would make the network name another class, one beat per class",
                Window = Window,
                Pairs =
                [
                    .. rows.Select(row => new BeatPair(
                        $"{archive.Classes[archive.Predicted[row]]} → {archive.Classes[found.NewClass[row]]}",
                        string.Create(CultureInfo.InvariantCulture, $"{1000 * found.Length[row] / _split.Data.SamplingRateHz:0} ms changed"),
                        Millivolts(archive.Signal, row),
                        [.. Millivolts(found.Values, row).Select((value, step) => step >= found.Start[row] && step < found.Start[row] + found.Length[row] ? value : double.NaN)],
                        found.Start[row],
                        found.Length[row])),
                ],
            };
        }
    }

    /// <summary>The beat that speaks most for each class, beside the class's average beat where that is known.</summary>
    public BeatPairFigure? ClassModel => ClassModels is not { } models ? null : new()
    {
        Title = "The beat that the network would score highest in each class",
        Window = Window,
        FirstName = "average beat of the class",
        SecondName = "beat made for the class",
        Pairs =
        [
            .. models.Classes.Select((name, c) => new BeatPair(
                name,
                $"logit {NumberText.Fixed(models.Scores[c], Math.Abs(models.Scores[c]) < 100 ? 1 : 0)}",
                (_metrics?.AverageBeats ?? []).FirstOrDefault(beat => beat.Class == name && beat.Rows > 0)?.Mean ?? [.. Enumerable.Repeat(double.NaN, models.Values.Steps)],
                Millivolts(models.Values, c))),
        ],
        Caption = new(
            "For each class, a beat that no heart made: the row of samples that the network scores highest for the class, found from a flat line by following the score's gradient (coloured), kept small by a "
            + "penalty on its size; beside it the average beat of the class (uncoloured, dashed). Time is in milliseconds from the R peak.",
            "Where the made beat leaves the zero line, the network wants something of the class; the sign says which way.",
            "It shows what the network would answer to, not what beats of the class look like. Jagged lines, and values far beyond those of real beats, are common: the network was never shown such rows. "
            + "A high score of one class does not keep the others low, so its probability need not be high."),
    };

    private IEnumerable<(string Name, Figure Figure)> OfMethod(string method)
    {
        bool isMagnitude = _metrics!.ClassAverages.First(average => average.Method == method).View == SalienceView.Magnitude;
        string title = MethodCatalog.Find(method).Title + (isMagnitude ? " (magnitude)" : "");
        yield return ($"class-average-{method}", Read(new ClassAverageFigure
        {
            Title = $"{title}, average over each class",
            Window = Window,
            Method = method,
            Panels =
            [
                .. from average in _metrics.ClassAverages
                   where average.Method == method && average.Rows > 0
                   select new ClassAveragePanel(
                       average.Class,
                       average.Rows,
                       average.Patients,
                       [.. average.Mean.Select((mean, step) => new Estimate(mean, average.Low[step], average.High[step]))],
                       [.. BeatOf(average.Class).Mean.Select((mean, step) => WithDeviation(mean, BeatOf(average.Class).StandardDeviation, step))]),
            ],
        }));
        foreach (IGrouping<string, SegmentMetrics> cut in _metrics.Segments.Where(segment => segment.Method == method).GroupBy(segment => segment.Cut, StringComparer.Ordinal))
        {
            bool byWaves = cut.Key == "waves";
            yield return ($"segments{(byWaves ? "-waves" : "")}-{method}", Read(new SegmentFigure
            {
                Title = byWaves ? $"{title} by the waves of the beat" : $"{title} in {cut.Select(segment => segment.Segment).Distinct(StringComparer.Ordinal).Count()} equal segments of the beat",
                Window = Window,
                Method = method,
                Panels =
                [
                    .. from panel in cut.GroupBy(segment => segment.Class, StringComparer.Ordinal)
                       where BeatOf(panel.Key).Rows > 0
                       select new SegmentPanel(
                           panel.Key,
                           panel.Max(segment => segment.Rows),
                           panel.Max(segment => segment.Patients),
                           BeatOf(panel.Key).Mean,
                           [.. panel.Select(segment => new SegmentValue(segment.Segment, segment.Start, segment.End, segment.Value))]),
                ],
            }));
        }

        Figure Read(Figure figure) => AsSet(isMagnitude
            ? figure with { Caption = figure.Caption with { Reading = "Magnitudes are averaged: the height says how much the score reacts to a sample, not whether it speaks for the class or against it." } }
            : figure);
    }

    private AverageBeat BeatOf(string name) => _metrics!.AverageBeats.First(beat => beat.Class == name);

    private static Estimate WithDeviation(double mean, IReadOnlyList<double> deviations, int step) =>
        new(mean, deviations.Count > step ? mean - deviations[step] : double.NaN, deviations.Count > step ? mean + deviations[step] : double.NaN);

    private static double[] Millivolts(Batch rows, int row) => Array.ConvertAll(rows.Row(row).ToArray(), value => (double)value);
}
