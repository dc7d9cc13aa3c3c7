using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace MlNetXai.Signals.Wfdb;

/// <summary>The storage formats of signal files (signal(5), WFDB library 10.7.0).</summary>
/// <remarks>
/// Little-endian and two's complement unless said; packed formats run over all samples of the file in order.
/// <code>
///   8  int8, difference to the previous sample of the same signal    no invalid code
///  16  int16                                                        −32768
///  24  int24                                                        −8388608
///  32  int32                                                        −2147483648
///  61  int16, big-endian                                            −32768
///  80  uint8 − 128                                                  −128
/// 160  uint16 − 32768                                               −32768
/// 212  b0 b1 b2 = 2 samples: b0 + 256·(b1 &amp; 15), b2 + 256·(b1 >> 4)  −2048
/// 310  words w0 w1 = 3 samples: w0 bits 1–10, w1 bits 1–10, and 5 bits of each word's top   −512
/// 311  one 32-bit word = 3 samples of 10 bits, top 2 bits unused    −512
///   0  null signal: no file, all samples invalid
/// </code>
/// An incomplete last group takes: 212 one sample 2 bytes; 310 one 2, two 4; 311 one 2, two 3 (written as 4).
/// </remarks>
internal static class SignalFormat
{
    public const string Known = "8, 16, 24, 32, 61, 80, 160, 212, 310, 311";

    public static bool IsKnown(int format) => format is 0 or 8 or 16 or 24 or 32 or 61 or 80 or 160 or 212 or 310 or 311;

    public static bool IsFlac(int format) => format is 508 or 516 or 524;

    /// <summary>Bits of the ADC where the header does not say.</summary>
    public static int DefaultResolution(int format) => format switch
    {
        80 => 8,
        8 or 310 or 311 => 10,
        _ => 12,
    };

    /// <summary>The stored value that stands for "no sample"; format 8 has none.</summary>
    public static int? InvalidCode(int format) => format switch
    {
        16 or 61 or 160 => short.MinValue,
        24 => -8388608,
        32 => int.MinValue,
        80 => -128,
        212 => -2048,
        310 or 311 => -512,
        _ => null,
    };

    /// <summary>Bytes a reader needs for the first <paramref name="samples"/> samples of a file.</summary>
    public static Int128 ByteCount(int format, Int128 samples) => format switch
    {
        8 or 80 => samples,
        16 or 61 or 160 => 2 * samples,
        24 => 3 * samples,
        32 => 4 * samples,
        212 => (samples / 2 * 3) + (samples % 2 * 2),
        310 => (samples / 3 * 4) + (samples % 3 * 2),
        311 => (samples / 3 * 4) + (samples % 3 == 0 ? 0 : (samples % 3) + 1),
        _ => 0,
    };

    /// <summary>Samples that <paramref name="bytes"/> bytes hold.</summary>
    public static long SampleCount(int format, long bytes) => format switch
    {
        8 or 80 => bytes,
        16 or 61 or 160 => bytes / 2,
        24 => bytes / 3,
        32 => bytes / 4,
        212 => (bytes / 3 * 2) + (bytes % 3 == 2 ? 1 : 0),
        310 => (bytes / 4 * 3) + (bytes % 4 / 2),
        311 => (bytes / 4 * 3) + Math.Max((bytes % 4) - 1, 0),
        _ => 0,
    };

    /// <summary>Samples as stored; for format 8 the differences. The bytes begin at a whole group.</summary>
    public static void Decode(int format, ReadOnlySpan<byte> bytes, Span<int> samples)
    {
        switch (format)
        {
            case 8:
                for (int i = 0; i < samples.Length; i++)
                    samples[i] = (sbyte)bytes[i];
                break;
            case 16:
                for (int i = 0; i < samples.Length; i++)
                    samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]);
                break;
            case 24:
                for (int i = 0; i < samples.Length; i++)
                    samples[i] = bytes[3 * i] | (bytes[(3 * i) + 1] << 8) | ((sbyte)bytes[(3 * i) + 2] << 16);
                break;
            case 32:
                for (int i = 0; i < samples.Length; i++)
                    samples[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]);
                break;
            case 61:
                for (int i = 0; i < samples.Length; i++)
                    samples[i] = BinaryPrimitives.ReadInt16BigEndian(bytes[(2 * i)..]);
                break;
            case 80:
                for (int i = 0; i < samples.Length; i++)
                    samples[i] = bytes[i] - 128;
                break;
            case 160:
                for (int i = 0; i < samples.Length; i++)
                    samples[i] = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]) - 32768;
                break;
            case 212:
                Decode212(bytes, samples);
                break;
            case 310:
                Decode310(bytes, samples);
                break;
            case 311:
                Decode311(bytes, samples);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "Such a format has no stored samples.");
        }
    }

    private static void Decode212(ReadOnlySpan<byte> bytes, Span<int> samples)
    {
        // Eight samples at a time (12 of 16 loaded bytes): a lane holds b0 b1 for the first sample of a pair, b2 b1 for the second,
        // each low byte first; the first is the lane's low 12 bits, the second its low byte below its top 4 bits.
        Vector128<byte> order = Vector128.Create((byte)0, 1, 2, 1, 3, 4, 5, 4, 6, 7, 8, 7, 9, 10, 11, 10);
        Vector128<short> isFirst = Vector128.Create(-1, 0, -1, 0, -1, 0, -1, 0), lowByte = Vector128.Create((short)0xFF);
        int i = 0;
        for (int at = 0; i + 8 <= samples.Length && at + 16 <= bytes.Length; i += 8, at += 12)
        {
            Vector128<short> lanes = Vector128.Shuffle(Vector128.Create(bytes[at..]), order).AsInt16();
            Vector128<short> first = (lanes << 4) >> 4, second = Vector128.ConditionalSelect(lowByte, lanes, lanes >> 4);
            (Vector128<int> lower, Vector128<int> upper) = Vector128.Widen(Vector128.ConditionalSelect(isFirst, first, second));
            lower.CopyTo(samples[i..]);
            upper.CopyTo(samples[(i + 4)..]);
        }

        for (int at = i / 2 * 3; i < samples.Length; i += 2, at += 3)
        {
            samples[i] = SignExtend(bytes[at] | (bytes[at + 1] << 8), 12);
            if (i + 1 < samples.Length)
                samples[i + 1] = SignExtend(bytes[at + 2] | ((bytes[at + 1] & 0xF0) << 4), 12);
        }
    }

    private static void Decode310(ReadOnlySpan<byte> bytes, Span<int> samples)
    {
        for (int i = 0, at = 0; i < samples.Length; i += 3, at += 4)
        {
            int w0 = BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
            samples[i] = SignExtend(w0 >> 1, 10);
            if (i + 1 == samples.Length)
                return;

            int w1 = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at + 2)..]);
            samples[i + 1] = SignExtend(w1 >> 1, 10);
            if (i + 2 < samples.Length)
                samples[i + 2] = SignExtend((w0 >> 11) | ((w1 >> 11) << 5), 10);
        }
    }

    private static void Decode311(ReadOnlySpan<byte> bytes, Span<int> samples)
    {
        for (int i = 0, at = 0; i < samples.Length; i += 3, at += 4)
        {
            int count = Math.Min(3, samples.Length - i), word = 0;
            for (int b = 0; b <= count; b++)
                word |= bytes[at + b] << (8 * b);
            for (int k = 0; k < count; k++)
                samples[i + k] = SignExtend(word >> (10 * k), 10);
        }
    }

    private static int SignExtend(int value, int bits) => value << (32 - bits) >> (32 - bits);
}
