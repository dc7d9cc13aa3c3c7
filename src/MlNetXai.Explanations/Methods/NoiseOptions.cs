using MlNetXai.Networks;

namespace MlNetXai.Explanations.Methods;

/// <summary>What a noise's standard deviation is measured in.</summary>
public enum NoiseScale
{
    /// <summary>max x − min x of the row, over all its steps and channels. Default.</summary>
    Range,

    /// <summary>The model's input unit.</summary>
    Absolute,
}

/// <summary>Settings of methods that look at a row with noise: <see cref="SmoothGrad"/>, <see cref="VarGrad"/>.</summary>
public abstract record NoiseOptions
{
    /// <summary>Noisy copies of each row, at least 1. Default 50.</summary>
    public int Samples { get; init => field = Require.AtLeast(value, 1); } = 50;

    /// <summary>Standard deviation of the normal noise on each value, above 0. Default 0.1.</summary>
    public double Sigma { get; init => field = Require.Finite(Require.Above(value, 0)); } = 0.1;

    /// <summary>What <see cref="Sigma"/> is measured in. Default the range of the row.</summary>
    public NoiseScale Scale { get; init; }

    /// <summary>Score that is differentiated. Default logit.</summary>
    public ScoreKind Score { get; init; }

    /// <summary>Seed of the noise. Default 0.</summary>
    public ulong Seed { get; init; }
}
