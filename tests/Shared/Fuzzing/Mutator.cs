namespace MlNetXai.Tests;

/// <summary>One to four changes of a file: bits turned, bytes set, cut off, put in, doubled or removed; the same for the same seed, purpose and index.</summary>
internal sealed class Mutator(ulong seed, string purpose, uint index)
{
    private readonly Philox _random = new(seed, purpose);
    private uint _draws;

    /// <summary>A number in 0 … <paramref name="bound"/> − 1.</summary>
    public int Next(int bound) => (int)(_random.Block(index, _draws++).X0 % (uint)bound);

    /// <summary>What is put in is two bytes of any value.</summary>
    public byte[] Mutate(byte[] bytes) => Mutate(bytes, () => [(byte)Next(256), (byte)Next(256)]);

    /// <summary>What is put in comes from <paramref name="splice"/>.</summary>
    public byte[] Mutate(byte[] bytes, Func<byte[]> splice)
    {
        List<byte> file = [.. bytes];
        for (int change = 1 + Next(4); change > 0; change--)
        {
            int at = Next(file.Count + 1), length = Math.Min(Next(12), file.Count - at);
            switch (Next(6))
            {
                case 0 when at < file.Count:
                    file[at] ^= (byte)(1 << Next(8));
                    break;
                case 1 when at < file.Count:
                    file[at] = (byte)Next(256);
                    break;
                case 2:
                    file.RemoveRange(at, file.Count - at);
                    break;
                case 3:
                    file.InsertRange(at, splice());
                    break;
                case 4:
                    file.InsertRange(at, file.GetRange(at, length));
                    break;
                default:
                    // A field is replaced: a number by another number, most of the time.
                    file.RemoveRange(at, length);
                    file.InsertRange(at, splice());
                    break;
            }
        }

        return [.. file];
    }
}
