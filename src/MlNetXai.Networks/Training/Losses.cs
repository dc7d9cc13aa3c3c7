namespace MlNetXai.Networks.Training;

/// <summary>The loss that belongs to a network's output, for training and validation rows: checks rows and labels, works out the weights of the classes.</summary>
internal static class Losses
{
    /// <summary>Losses of both parts, with weights by the training part.</summary>
    /// <exception cref="ShapeException">Rows, labels or weights do not fit the network or each other.</exception>
    /// <exception cref="ArgumentException">A label is none of the network's, or of a kind that its output has no use for.</exception>
    /// <exception cref="MlNetXaiException">A part has no rows, or none of a class that counts, or a value is NaN or infinite.</exception>
    public static (ILoss Training, ILoss Validation) Of(Network network, TrainingOptions options, LabelledRows training, LabelledRows validation)
    {
        RequireRows(network, training, "training");
        RequireRows(network, validation, "validation");
        int classes = network.Classes.Count;
        double[] weights = Given(options.ClassWeights, classes, nameof(options.ClassWeights)), positive = Given(options.PositiveWeights, classes, nameof(options.PositiveWeights));
        bool balances = options.ClassWeighting == ClassWeighting.Balanced;
        if (network.Output == OutputActivation.Softmax)
        {
            if (options.PositiveWeights is not null)
                throw new ArgumentException($"PositiveWeights are for sigmoid outputs; '{network.Name}' has a softmax output. Use ClassWeights.");
            int[] labels = Labels(network, training, "training");
            if (balances)
                Balance(labels, weights);
            int[] others = Labels(network, validation, "validation");
            RequireWeight(labels, weights, "training");
            RequireWeight(others, weights, "validation");
            return (new SoftmaxCrossEntropy(labels, weights), new SoftmaxCrossEntropy(others, weights));
        }

        float[] targets = Targets(network, training, "training");
        if (balances)
            Balance(targets, positive);
        return (new BinaryCrossEntropy(targets, weights, positive), new BinaryCrossEntropy(Targets(network, validation, "validation"), weights, positive));
    }

    private static void RequireRows(Network network, LabelledRows rows, string part)
    {
        if (rows.Rows.Rows == 0)
            throw new MlNetXaiException($"The {part} part has no rows; it needs at least one. Take more patients into it.");
        if (rows.Rows.Shape != network.InputShape)
            throw new ShapeException($"The {part} rows have {rows.Rows.Shape}; '{network.Name}' reads {network.InputShape}.");
        rows.Rows.RequireFinite($"{part} rows");
    }

    private static double[] Given(IReadOnlyList<double>? weights, int classes, string name)
    {
        if (weights is not null && weights.Count != classes)
            throw new ShapeException($"{name} has {weights.Count} values; the network has {classes} classes and needs one for each.");
        return weights is null ? [.. Enumerable.Repeat(1.0, classes)] : [.. weights];
    }

    private static int[] Labels(Network network, LabelledRows rows, string part)
    {
        if (!rows.Targets.IsEmpty)
            throw new ArgumentException($"The {part} rows have targets; '{network.Name}' has a softmax output, which learns from one class per row. Give labels, or build the network with a sigmoid output.");
        int[] labels = [.. rows.Labels];
        Require.Length(labels.AsSpan(), rows.Rows.Rows, $"{part} labels");
        int largest = network is { Output: OutputActivation.Sigmoid, Classes.Count: 1 } ? 1 : network.Classes.Count - 1;
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0 || labels[i] > largest)
                throw new ArgumentException($"{part} row {i} has class {labels[i]}; '{network.Name}' has classes 0 … {largest}.");
        }

        return labels;
    }

    private static float[] Targets(Network network, LabelledRows rows, string part)
    {
        int classes = network.Classes.Count;
        if (rows.Targets.IsEmpty)
        {
            int[] labels = Labels(network, rows, part);
            return classes == 1 ? [.. labels.Select(label => (float)label)] : [.. labels.SelectMany(label => Enumerable.Range(0, classes).Select(k => k == label ? 1f : 0))];
        }

        float[] targets = rows.Targets.ToArray();
        Require.Length(targets.AsSpan(), (long)rows.Rows.Rows * classes, $"{part} targets");
        for (int i = 0; i < targets.Length; i++)
        {
            if (!(targets[i] >= 0 && targets[i] <= 1))
                throw new ArgumentException($"{part} row {i / classes}: the target of class '{network.Classes[i % classes]}' is {targets[i]} and must lie in 0 … 1. Leave rows with unknown labels out.");
        }

        return targets;
    }

    private static void RequireWeight(int[] labels, double[] weights, string part)
    {
        if (Array.TrueForAll(labels, label => weights[label] == 0))
            throw new MlNetXaiException($"Every {part} row is of a class with weight 0, so there is no loss. Give a class of these rows a weight above 0, or, with balanced classes, take rows of the training part's classes into it.");
    }

    // rows/(classes · the class's rows), 0 for a class without rows.
    private static void Balance(int[] labels, double[] weights)
    {
        int[] rows = new int[weights.Length];
        foreach (int label in labels)
            rows[label]++;
        for (int c = 0; c < weights.Length; c++)
            weights[c] = rows[c] == 0 ? 0 : weights[c] * labels.Length / (weights.Length * (double)rows[c]);
    }

    // Rows without the class over rows with it, 1 for a class that no row or every row has.
    private static void Balance(float[] targets, double[] positiveWeights)
    {
        int classes = positiveWeights.Length;
        for (int k = 0; k < classes; k++)
        {
            double with = 0, rows = targets.Length / classes;
            for (int i = k; i < targets.Length; i += classes)
                with += targets[i];
            positiveWeights[k] *= with == 0 || with == rows ? 1 : (rows - with) / with;
        }
    }
}
