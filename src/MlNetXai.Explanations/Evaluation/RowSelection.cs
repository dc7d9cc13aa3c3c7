namespace MlNetXai.Explanations.Evaluation;

/// <summary>Draws rows: equally many of every class, and within a class from all patients in turn.</summary>
public static class RowSelection
{
    /// <summary>Draws rows of a part.</summary>
    /// <param name="rows">Rows to draw from.</param>
    /// <param name="labels">Class of every row of the set.</param>
    /// <param name="patients">Patient of every row of the set.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="count">Rows wanted; class c gets ⌊count/classes⌋, the first ones one more; a class with fewer rows gives all it has.</param>
    /// <param name="seed">Seed.</param>
    /// <returns>Rows in ascending order.</returns>
    public static int[] Draw(IReadOnlyList<int> rows, IReadOnlyList<int> labels, IReadOnlyList<string> patients, int classCount, int count, ulong seed)
    {
        Philox random = new(seed, "explained rows");
        List<int> drawn = [];
        for (int c = 0; c < classCount; c++)
        {
            int wanted = (count / classCount) + (c < count % classCount ? 1 : 0);
            List<int[]> piles = [.. rows.Where(row => labels[row] == c).GroupBy(row => patients[row], StringComparer.Ordinal)
                .OrderBy(pile => pile.Key, StringComparer.Ordinal).Select(pile => pile.Order().ToArray())];
            for (int p = 0; p < piles.Count; p++)
                random.Draws((uint)c, (uint)p + 1).Shuffle(piles[p].AsSpan());

            // Which patient comes first when there are fewer rows than patients is drawn too.
            random.Draws((uint)c).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(piles));
            drawn.AddRange(InTurn(piles).Take(wanted));
        }

        drawn.Sort();
        return [.. drawn];
    }

    private static IEnumerable<int> InTurn(List<int[]> piles)
    {
        for (int round = 0; piles.Exists(pile => pile.Length > round); round++)
        {
            foreach (int[] pile in piles.Where(pile => pile.Length > round))
                yield return pile[round];
        }
    }
}
