using System.Security.Cryptography;

namespace Microsoft.ML.Runtime;

/// <summary>Random numbers as the contract's members hand them round, and their seeds.</summary>
internal static class Randoms
{
    // The cursors and hosts of the contract take System.Random and nothing else.
#pragma warning disable RS0030
    /// <summary>Equal seeds give equal numbers.</summary>
    public static Random Create(int seed) => new(seed);
#pragma warning restore RS0030

    /// <summary>The seed given, else that of the context, else one that nobody can repeat.</summary>
    public static int SeedOf(IHostEnvironment env, int? seed) =>
        seed ?? (env as ISeeded)?.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue);
}

/// <summary>An environment that may have a seed.</summary>
internal interface ISeeded
{
    int? Seed { get; }
}
