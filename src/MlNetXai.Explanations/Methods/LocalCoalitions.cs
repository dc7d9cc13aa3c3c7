using MlNetXai.Networks;

namespace MlNetXai.Explanations.Methods;

/// <summary>Scores of coalitions of segments on a model whose logits are means over places: a place that sees no more than two segments knows four coalitions, whatever their number.</summary>
/// <remarks>Four changed rows hold them all, as neighbours never have numbers that are both even or both odd: all segments replaced, the odd ones, the even ones, none.</remarks>
internal static class LocalCoalitions
{
    private const int Patterns = 4;

    /// <summary>Whether every place sees no more than two segments, side by side.</summary>
    public static bool Fit(IReadOnlyList<StepRange> places, IReadOnlyList<Segment> players) => places.All(place => Seen(place, players).Count <= 2);

    /// <summary>Scores every coalition of one row.</summary>
    /// <param name="model">Gives logits of places.</param>
    /// <param name="row">The row, alone in its batch.</param>
    /// <param name="replaced">What stands in the place of absent segments, <c>[step, channel]</c>.</param>
    /// <param name="players">The segments, in order of time, each with steps.</param>
    /// <param name="coalitions">Who is in, <c>[coalition][player]</c>.</param>
    /// <param name="score">Score of a row's logits.</param>
    /// <param name="scores">Overwritten, <c>[coalition]</c>.</param>
    public static void Score(ILocalLogits model, Batch row, ReadOnlySpan<float> replaced, IReadOnlyList<Segment> players, bool[][] coalitions, Func<float[], double> score, double[] scores)
    {
        IReadOnlyList<StepRange> places = model.Places;
        int classes = model.Classes.Count;
        Batch changed = new(Patterns, row.Steps, row.Channels);
        for (int pattern = 0; pattern < Patterns; pattern++)
        {
            int own = pattern;
            SegmentReplacement.Apply(row.Row(0), replaced, players, row.Channels, [.. players.Select((_, player) => IsIn(own, player))], changed.Row(pattern));
        }

        double[] logits = new double[Patterns * places.Count * classes];
        model.LocalLogits(changed, logits);

        // Places that see the same segments are added up: [first segment seen][whether the next is seen too][state][class].
        double[,,] sums = new double[(2 * players.Count) + 1, Patterns, classes];
        bool[] hasPlaces = new bool[sums.GetLength(0)];
        for (int place = 0; place < places.Count; place++)
        {
            (int first, int count) = Seen(places[place], players);
            int group = GroupOf(first, count, players.Count);
            hasPlaces[group] = true;
            for (int state = 0; state < Patterns; state++)
            {
                int pattern = PatternOf(first, (state & 1) == 1, (state & 2) == 2);
                for (int c = 0; c < classes; c++)
                    sums[group, state, c] += logits[(((pattern * places.Count) + place) * classes) + c] / places.Count;
            }
        }

        float[] whole = new float[classes];
        for (int coalition = 0; coalition < coalitions.Length; coalition++)
        {
            bool[] members = coalitions[coalition];
            for (int c = 0; c < classes; c++)
            {
                double sum = 0;
                for (int group = 0; group < hasPlaces.Length; group++)
                {
                    if (!hasPlaces[group])
                        continue;
                    int first = group / 2;
                    int state = (first < members.Length && members[first] ? 1 : 0) | (group % 2 == 1 && members[first + 1] ? 2 : 0);
                    sum += sums[group, state, c];
                }

                whole[c] = (float)sum;
            }

            scores[coalition] = score(whole);
        }
    }

    // Places that see one segment alone, or none, do not ask for the second one's state.
    private static int GroupOf(int first, int count, int players) => count == 0 ? 2 * players : (2 * first) + (count == 2 ? 1 : 0);

    // Pattern 0: all replaced, 1: those of odd numbers, 2: those of even ones, 3: none.
    private static bool IsIn(int pattern, int player) => (pattern & (player % 2 == 0 ? 1 : 2)) != 0;

    private static int PatternOf(int first, bool firstIsIn, bool nextIsIn)
    {
        (bool even, bool odd) = first % 2 == 0 ? (firstIsIn, nextIsIn) : (nextIsIn, firstIsIn);
        return (even ? 1 : 0) | (odd ? 2 : 0);
    }

    // The segments with a step in the range.
    private static (int First, int Count) Seen(StepRange place, IReadOnlyList<Segment> players)
    {
        int first = 0;
        while (first < players.Count && players[first].End <= place.Start)
            first++;
        int end = first;
        while (end < players.Count && players[end].Start < place.End)
            end++;
        return (first, end - first);
    }
}
