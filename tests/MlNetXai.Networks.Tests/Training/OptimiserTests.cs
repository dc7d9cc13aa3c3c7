using MlNetXai.Networks.Training;
using Xunit;

namespace MlNetXai.Networks.Tests.Training;

public sealed class OptimiserTests
{
    private static readonly AdamOptions OtherAdam = new() { Beta1 = 0.8, Beta2 = 0.99, Epsilon = 1e-3 };

    // Name in the golden file, optimiser, weight decay.
    private static readonly (string Name, OptimiserOptions Options, double WeightDecay)[] All =
    [
        ("sgd", new SgdOptions(), 0),
        ("sgd-decay", new SgdOptions(), 0.01),
        ("sgd-momentum", new SgdOptions { Momentum = 0.9 }, 0.01),
        ("sgd-nesterov", new SgdOptions { Momentum = 0.9, Nesterov = true }, 0.01),
        ("adam", new AdamOptions(), 0),
        ("adam-decay", OtherAdam, 0.5),
        ("adamw", new AdamWOptions(), 0),
        ("adamw-decay", new AdamWOptions { Beta1 = 0.8, Beta2 = 0.99, Epsilon = 1e-3 }, 0.5),
    ];

    public static TheoryData<string> Names => [.. All.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Update_SomeSteps_EqualsPyTorch(string name)
    {
        using TorchNumbers torch = new();
        float[] weights = TorchNumbers.Floats(torch["start"]);
        IOptimiser optimiser = Create(name, weights.Length);
        int step = 0;
        foreach (System.Text.Json.JsonElement expected in torch["optimisers"].GetProperty(name).EnumerateArray())
        {
            Step(optimiser, weights, TorchNumbers.Floats(torch["gradients"][step++]), 0.1);

            double[] after = TorchNumbers.Array(expected);
            for (int i = 0; i < after.Length; i++)
                Assert.Equal(after[i], weights[i], 2e-6 * Math.Max(1, Math.Abs(after[i])));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Update_ManyStepsOfARandomGradient_EqualsTheTwin(string name)
    {
        (_, OptimiserOptions options, double decay) = All.Single(one => one.Name == name);
        Philox random = new(3, name);
        float[] weights = new float[37];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = (float)(random.Uniform((uint)i) - 0.5);
        Twin twin = new(options, decay, [.. weights.Select(weight => (double)weight)]);
        IOptimiser optimiser = Create(name, weights.Length);
        for (uint step = 1; step <= 200; step++)
        {
            // A gradient that pulls towards 0, and a learning rate that changes.
            float[] gradient = [.. weights.Select((weight, i) => (float)(weight + (random.Uniform(step, (uint)i) - 0.5)))];
            double rate = 0.05 / step;
            twin.Step(gradient, rate);
            Step(optimiser, weights, gradient, rate);
        }

        for (int i = 0; i < weights.Length; i++)
            Assert.Equal(twin.Weights[i], weights[i], 2e-5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Update_InParts_SameBits(string name)
    {
        using TorchNumbers torch = new();
        float[] whole = TorchNumbers.Floats(torch["start"]), parts = [.. whole];
        IOptimiser one = Create(name, whole.Length), other = Create(name, whole.Length);
        for (int step = 0; step < 3; step++)
        {
            float[] gradient = TorchNumbers.Floats(torch["gradients"][step]);
            other.Begin(0.1);
            other.Update(5, parts.AsSpan(5), gradient.ToArray().AsSpan(5));
            other.Update(0, parts.AsSpan(0, 5), gradient.ToArray().AsSpan(0, 5));
            Step(one, whole, gradient, 0.1);
        }

        Assert.Equal(whole, parts);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Numbers_AndMomentsOfAnother_GoOnTheSame(string name)
    {
        using TorchNumbers torch = new();
        float[] weights = TorchNumbers.Floats(torch["start"]);
        IOptimiser first = Create(name, weights.Length), second = Create(name, weights.Length);
        Step(first, weights, TorchNumbers.Floats(torch["gradients"][0]), 0.1);
        float[] copy = [.. weights];

        second.Numbers = first.Numbers;
        foreach ((string moment, float[] values) in first.Moments)
            values.CopyTo(second.Moments[moment], 0);

        Step(first, weights, TorchNumbers.Floats(torch["gradients"][1]), 0.1);
        Step(second, copy, TorchNumbers.Floats(torch["gradients"][1]), 0.1);
        Assert.Equal(weights, copy);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Contains("Beta1 is 1 and must lie in 0 …", Assert.Throws<ArgumentOutOfRangeException>(() => new AdamOptions { Beta1 = 1 }).Message);
        Assert.Contains("Beta2 is -0.1", Assert.Throws<ArgumentOutOfRangeException>(() => new AdamWOptions { Beta2 = -0.1 }).Message);
        Assert.Contains("Epsilon is 0 and must be greater than 0", Assert.Throws<ArgumentOutOfRangeException>(() => new AdamOptions { Epsilon = 0 }).Message);
        Assert.Contains("Momentum is 1", Assert.Throws<ArgumentOutOfRangeException>(() => new SgdOptions { Momentum = 1 }).Message);
        Assert.Contains("LearningRate is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { LearningRate = 0 }).Message);
        Assert.Contains("ClipNorm is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { ClipNorm = 0 }).Message);
        Assert.Contains("PositiveWeights is -1", Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { PositiveWeights = [1, -1] }).Message);
    }

    private static IOptimiser Create(string name, int length)
    {
        (_, OptimiserOptions options, double decay) = All.Single(one => one.Name == name);
        return options.Create(decay, length);
    }

    private static void Step(IOptimiser optimiser, float[] weights, float[] gradient, double rate)
    {
        optimiser.Begin(rate);
        optimiser.Update(0, weights, gradient.ToArray());
    }

    // The formulas, in double.
    private sealed class Twin(OptimiserOptions options, double decay, double[] weights)
    {
        private readonly double[] _m = new double[weights.Length];
        private readonly double[] _v = new double[weights.Length];
        private int _t;

        public double[] Weights => weights;

        public void Step(float[] gradient, double rate)
        {
            _t++;
            for (int i = 0; i < weights.Length; i++)
            {
                double g = gradient[i];
                if (options is SgdOptions sgd)
                {
                    g += decay * weights[i];
                    _m[i] = (sgd.Momentum * _m[i]) + g;
                    weights[i] -= rate * (sgd.Nesterov ? g + (sgd.Momentum * _m[i]) : _m[i]);
                    continue;
                }

                if (options is AdamWOptions)
                    weights[i] *= 1 - (rate * decay);
                else
                    g += decay * weights[i];
                (double beta1, double beta2, double epsilon) = options is AdamOptions a ? (a.Beta1, a.Beta2, a.Epsilon) : options is AdamWOptions w ? (w.Beta1, w.Beta2, w.Epsilon) : default;
                _m[i] = (beta1 * _m[i]) + ((1 - beta1) * g);
                _v[i] = (beta2 * _v[i]) + ((1 - beta2) * g * g);
                weights[i] -= rate * (_m[i] / (1 - Math.Pow(beta1, _t))) / (Math.Sqrt(_v[i] / (1 - Math.Pow(beta2, _t))) + epsilon);
            }
        }
    }
}
