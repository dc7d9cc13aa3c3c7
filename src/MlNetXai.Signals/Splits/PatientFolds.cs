namespace MlNetXai.Signals.Splits;

/// <summary>Folds for a cross-validation in which all rows of a patient are in one fold.</summary>
public static class PatientFolds
{
    /// <summary>Shuffles the patients and deals them one by one, each to the fold that has the fewest rows so far (the first of equals).</summary>
    /// <remarks>No fold has more rows than another by more than the rows of one patient. The same names and seed give the same folds, whatever the order of the rows.</remarks>
    /// <param name="patients">Patient of every row, <c>[row]</c>.</param>
    /// <param name="folds">Number of folds, at least 2.</param>
    /// <param name="seed">Seed of the shuffle.</param>
    /// <returns>Fold of every row, 0 … folds − 1.</returns>
    /// <exception cref="PatientSplitException">There are fewer patients than folds.</exception>
    public static int[] Deal(IReadOnlyList<string> patients, int folds, ulong seed)
    {
        Require.AtLeast(folds, 2);
        Dictionary<string, int> rows = patients.CountBy(patient => patient, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        if (rows.Count < folds)
        {
            throw new PatientSplitException(
                $"The rows come from {rows.Count} patient{(rows.Count == 1 ? "" : "s")}; {folds} folds need at least {folds}. Take fewer folds, or the rows of more patients.");
        }

        string[] shuffled = [.. rows.Keys.Order(StringComparer.Ordinal)];
        new Philox(seed, "patient folds").Draws().Shuffle(shuffled.AsSpan());
        int[] sizes = new int[folds];
        Dictionary<string, int> foldOf = new(StringComparer.Ordinal);
        foreach (string patient in shuffled)
        {
            int fold = Array.IndexOf(sizes, sizes.Min());
            foldOf[patient] = fold;
            sizes[fold] += rows[patient];
        }

        return [.. patients.Select(patient => foldOf[patient])];
    }
}
