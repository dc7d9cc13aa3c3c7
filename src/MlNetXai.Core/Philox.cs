using System.Text;

namespace MlNetXai;

/// <summary>Counter-based random numbers: the value depends on (seed, purpose, index) alone, never on what was drawn before.</summary>
/// <remarks>Philox 4×32-10 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"). The key is the seed; the counter
/// is (a, b, c, hash of the purpose). Same numbers on every machine.</remarks>
public readonly struct Philox
{
    private readonly uint _key0;
    private readonly uint _key1;
    private readonly uint _purpose;

    /// <param name="seed">The run's seed.</param>
    /// <param name="purpose">What the numbers are for, e.g. "shuffle"; different purposes are independent.</param>
    public Philox(ulong seed, string purpose)
    {
        _key0 = (uint)seed;
        _key1 = (uint)(seed >> 32);

        // FNV-1a, 32 bits.
        uint hash = 2166136261;
        foreach (byte octet in Encoding.UTF8.GetBytes(purpose))
            hash = (hash ^ octet) * 16777619;
        _purpose = hash;
    }

    /// <summary>Both halves of the key, and the last word of every counter: for code that computes many blocks at once.</summary>
    public (uint Key0, uint Key1, uint Purpose) Key => (_key0, _key1, _purpose);

    /// <summary>Four independent 32-bit numbers at index (a, b, c).</summary>
    public (uint X0, uint X1, uint X2, uint X3) Block(uint a, uint b = 0, uint c = 0) => Permute((a, b, c, _purpose), _key0, _key1);

    /// <summary>The bare permutation, as the paper's known answers have it.</summary>
    internal static (uint X0, uint X1, uint X2, uint X3) Permute((uint X0, uint X1, uint X2, uint X3) counter, uint key0, uint key1)
    {
        (uint x0, uint x1, uint x2, uint x3) = counter;
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = 0xD2511F53UL * x0, p1 = 0xCD9E8D57UL * x2;
            (x0, x1, x2, x3) = ((uint)(p1 >> 32) ^ x1 ^ key0, (uint)p1, (uint)(p0 >> 32) ^ x3 ^ key1, (uint)p0);
            key0 += 0x9E3779B9;
            key1 += 0xBB67AE85;
        }

        return (x0, x1, x2, x3);
    }

    /// <summary>A uniform number in [0, 1) with 53 bits at index (a, b, c).</summary>
    public double Uniform(uint a, uint b = 0, uint c = 0)
    {
        (uint x0, uint x1, _, _) = Block(a, b, c);
        return ToUniform(x0, x1);
    }

    /// <summary>Numbers drawn one after the other at index (a, b): for shuffles and draws whose number is not known beforehand.</summary>
    public Stream Draws(uint a = 0, uint b = 0) => new(this, a, b);

    private static double ToUniform(uint high, uint low) => ((((ulong)high << 32) | low) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A sequence of draws; a mutable struct, pass it by reference.</summary>
    public struct Stream
    {
        private readonly Philox _source;
        private readonly uint _a;
        private readonly uint _b;
        private uint _next;

        internal Stream(Philox source, uint a, uint b) => (_source, _a, _b) = (source, a, b);

        /// <summary>The next uniform number in [0, 1).</summary>
        public double Uniform() => _source.Uniform(_next++, _a, _b);

        /// <summary>The next integer in 0 … <paramref name="bound"/> − 1; bias below 2⁻³².</summary>
        public int Below(int bound)
        {
            (uint x0, uint x1, _, _) = _source.Block(_next++, _a, _b);
            return (int)Math.BigMul(((ulong)x0 << 32) | x1, (ulong)bound, out _);
        }

        /// <summary>Permutes <paramref name="items"/> (Fisher–Yates, from the last element down).</summary>
        public void Shuffle<T>(Span<T> items)
        {
            for (int i = items.Length - 1; i > 0; i--)
            {
                int j = Below(i + 1);
                (items[i], items[j]) = (items[j], items[i]);
            }
        }
    }
}
