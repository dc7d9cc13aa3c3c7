namespace MlNetXai.Signals.Splits;

/// <summary>Settings of <see cref="PatientSplitter"/>; the defaults are the paper's, for the 47 patients of MIT-BIH.</summary>
public sealed record PatientSplitOptions
{
    /// <summary>Patients in the training part, at least 1. Default 33.</summary>
    public int TrainPatients { get; init => field = Require.AtLeast(value, 1); } = 33;

    /// <summary>Patients in the validation part, at least 1. Default 5.</summary>
    public int ValidationPatients { get; init => field = Require.AtLeast(value, 1); } = 5;

    /// <summary>Patients in the test part, at least 1. Default 9.</summary>
    public int TestPatients { get; init => field = Require.AtLeast(value, 1); } = 9;

    /// <summary>γ of the training part, 0 … 1. Default 0.7.</summary>
    public double TrainShare { get; init => field = Require.Between(value, 0.0, 1.0); } = 0.7;

    /// <summary>γ of the validation part, 0 … 1. Default 0.1.</summary>
    public double ValidationShare { get; init => field = Require.Between(value, 0.0, 1.0); } = 0.1;

    /// <summary>γ of the test part, 0 … 1. Default 0.2.</summary>
    public double TestShare { get; init => field = Require.Between(value, 0.0, 1.0); } = 0.2;

    /// <summary>What part of γ · (size of the smallest class) every class must have in every part, 0 … 1. Default 0.9.</summary>
    public double Slack { get; init => field = Require.Between(value, 0.0, 1.0); } = 0.9;

    /// <summary>Which of the accepted permutations is taken, from 1: further splits of the same seed. Default 1.</summary>
    public int Accepted { get; init => field = Require.AtLeast(value, 1); } = 1;

    /// <summary>Permutations tried before giving up, 1 … 10⁸. Default 10⁶ (about two seconds).</summary>
    public int MaximumDraws { get; init => field = Require.Between(value, 1, 100_000_000); } = 1_000_000;
}

/// <summary>Finds a split of patients in which every class is in every part often enough.</summary>
/// <remarks>The rule of van der Westhuizen and Lasenby 2018: permute the patients; the first train, the next validate, the last test; accept if every class has
/// at least slack · γ · s rows in each part, s the size of the smallest class over all. On MIT-BIH about 1 permutation in 3,200 is accepted.</remarks>
public static class PatientSplitter
{
    private static readonly string[] PartNames = ["train", "validation", "test"];

    /// <summary>Draws permutations until one is accepted; the same seed gives the same split on every machine.</summary>
    /// <param name="classes">Names of the classes, for messages.</param>
    /// <param name="patients">Rows of each patient and class; any order, names distinct.</param>
    /// <param name="options">Sizes of the parts, shares, bound of the search.</param>
    /// <param name="seed">Seed of the permutations.</param>
    /// <param name="cancellation">Ends the search between draws.</param>
    /// <exception cref="PatientSplitException">There is one patient only, the parts do not add up to the patients, a class has fewer than three patients,
    /// or no draw is accepted; the message names the class that fails most.</exception>
    public static PatientSplit Find(
        IReadOnlyList<string> classes, IReadOnlyList<PatientRows> patients, PatientSplitOptions options, ulong seed, CancellationToken cancellation = default)
    {
        PatientRows[] sorted = [.. patients.OrderBy(patient => patient.Patient, StringComparer.Ordinal)];
        RequireFeasible(classes, sorted, options);

        int[] totals = new int[classes.Count];
        foreach (PatientRows patient in sorted)
            Add(totals, patient);
        int[] minimum = [Minimum(options.TrainShare), Minimum(options.ValidationShare), Minimum(options.TestShare)];
        int[] sizes = [options.TrainPatients, options.ValidationPatients, options.TestPatients];

        // failures[part, class]: draws in which the class had too few rows there.
        int[,] failures = new int[3, classes.Count];
        int[] order = new int[sorted.Length], rows = new int[classes.Count];
        int accepted = 0;
        Philox random = new(seed, "patient split");
        for (int draw = 1; draw <= options.MaximumDraws; draw++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int i = 0; i < order.Length; i++)
                order[i] = i;
            Philox.Stream stream = random.Draws((uint)draw);
            stream.Shuffle(order.AsSpan());
            if (IsAccepted(sorted, order, sizes, minimum, rows, failures) && ++accepted == options.Accepted)
                return new(Names(0, sizes[0]), Names(sizes[0], sizes[1]), Names(sizes[0] + sizes[1], sizes[2]), seed, draw, minimum);
        }

        throw accepted > 0
            ? new PatientSplitException(
                $"Patient split: {options.MaximumDraws} draws hold {accepted} accepted splits, not {options.Accepted}. Ask for one of these, or take another seed.")
            : NoneAccepted(classes, options, minimum, failures);

        int Minimum(double share) => (int)Math.Ceiling((options.Slack * share * totals.Min()) - 1e-9);

        string[] Names(int start, int count)
        {
            string[] names = [.. order.AsSpan(start, count).ToArray().Select(i => sorted[i].Patient)];
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
    }

    private static bool IsAccepted(PatientRows[] patients, int[] order, int[] sizes, int[] minimum, int[] rows, int[,] failures)
    {
        bool accepted = true;
        for (int part = 0, at = 0; part < sizes.Length; part++)
        {
            Array.Clear(rows);
            for (int end = at + sizes[part]; at < end; at++)
                Add(rows, patients[order[at]]);
            for (int i = 0; i < rows.Length; i++)
            {
                if (rows[i] >= minimum[part])
                    continue;
                failures[part, i]++;
                accepted = false;
            }
        }

        return accepted;
    }

    private static void Add(int[] sum, PatientRows patient)
    {
        for (int i = 0; i < sum.Length; i++)
            sum[i] += patient.Rows[i];
    }

    private static void RequireFeasible(IReadOnlyList<string> classes, PatientRows[] patients, PatientSplitOptions options)
    {
        int wanted = options.TrainPatients + options.ValidationPatients + options.TestPatients;
        string parts = $"{options.TrainPatients} / {options.ValidationPatients} / {options.TestPatients}";
        if (patients.Length == 1)
        {
            throw new PatientSplitException(
                $"Patient split: there is one patient only ('{patients[0].Patient}'); training, validation and test need different patients. "
                + "Add recordings of others.");
        }

        if (patients.Length != wanted)
        {
            throw new PatientSplitException(
                $"Patient split: there are {patients.Length} patients, and parts of {parts} need {wanted}. Set the numbers of patients so that they add up.");
        }

        for (int i = 1; i < patients.Length; i++)
        {
            if (patients[i].Patient == patients[i - 1].Patient)
                throw new ArgumentException($"patients holds '{patients[i].Patient}' twice; each patient must stand once.");
        }

        for (int i = 0; i < classes.Count; i++)
        {
            int having = patients.Count(patient => patient.Rows[i] > 0);
            if (having < PartNames.Length)
            {
                string who = having == 0 ? "no patient" : having == 1 ? "one patient" : "two patients";
                throw new PatientSplitException(
                    $"Patient split: {who} of {patients.Length} has class '{classes[i]}', so it would be missing from a part; at least 3 must have it. "
                    + "Add recordings with it, or leave the class out.");
            }
        }
    }

    private static PatientSplitException NoneAccepted(IReadOnlyList<string> classes, PatientSplitOptions options, int[] minimum, int[,] failures)
    {
        (int worstPart, int worstClass) = (0, 0);
        for (int part = 0; part < PartNames.Length; part++)
        {
            for (int i = 0; i < classes.Count; i++)
            {
                if (failures[part, i] > failures[worstPart, worstClass])
                    (worstPart, worstClass) = (part, i);
            }
        }

        double share = 100.0 * failures[worstPart, worstClass] / options.MaximumDraws;
        return new(
            $"Patient split: none of {options.MaximumDraws} draws gives every class {minimum[0]} / {minimum[1]} / {minimum[2]} rows in train / validation / test. "
            + $"Class '{classes[worstClass]}' fails most: in {share:0.#} % of the draws it has too few rows in {PartNames[worstPart]}. "
            + "Lower Slack, change the numbers of patients, or leave the class out.");
    }
}
