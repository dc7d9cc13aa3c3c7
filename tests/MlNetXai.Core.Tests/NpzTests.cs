using System.IO.Compression;
using System.Text;
using FsCheck;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai;

public sealed class NpzTests
{
    // Made with NumPy 1.24.2: np.savez_compressed(f, a=np.arange(6, dtype='<f4').reshape(2, 3), b=np.array(['N', '/é']), c=np.int64(7)).
    private const string FromNumPy =
        "UEsDBBQAAAAIAAAAIQBP6QAqVQAAAJgAAAAFABQAYS5ucHkBABAAmAAAAAAAAABVAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqKuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5Gk" +
        "Y6CsaaOgq1CmQDLgYwaLAHEg5ABMQNQLzAAQBQSwMEFAAAAAgAAAAhAFTaxD9NAAAAkAAAAAUAFABiLm5weQEAEACQAAAAAAAAAE0AAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbhNqpK6joJ6W" +
        "X1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaRjqaOgq1ChQALj8GCNAH4pdADABQSwMEFAAAAAgAAAAhACO48GxGAAAAiAAAAAUAFABjLm5weQEAEACIAAAAAAAAAEYAAAAAAAAAm+wX6hsQychQxl" +
        "CtnpJanFykbqWgbpNpoa6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkamjoKtQoUAS52BggAAFBLAQIUAxQAAAAIAAAAIQBP6QAqVQAAAJgAAAAFAAAAAAAAAAAAAACAAQAAAABhLm5weVBL" +
        "AQIUAxQAAAAIAAAAIQBU2sQ/TQAAAJAAAAAFAAAAAAAAAAAAAACAAYwAAABiLm5weVBLAQIUAxQAAAAIAAAAIQAjuPBsRgAAAIgAAAAFAAAAAAAAAAAAAACAARABAABjLm5weVBLBQYAAAAAAwADAJ" +
        "kAAACNAQAAAAA=";

    [Fact]
    public void Read_ArchiveOfNumPy_GivesItsArrays()
    {
        using MemoryStream stream = new(Convert.FromBase64String(FromNumPy));

        IReadOnlyDictionary<string, NpzArray> arrays = NpzReader.Read(stream, "numpy.npz");

        Assert.Equal([2, 3], arrays["a"].Shape);
        Assert.Equal([0, 1, 2, 3, 4, 5], arrays["a"].As<float>());
        Assert.Equal(["N", "/é"], arrays["b"].As<string>());
        Assert.Empty(arrays["c"].Shape);
        Assert.Equal([7], arrays["c"].As<long>());
    }

    [Fact]
    public void Write_EachType_ReadsBackTheSame()
    {
        using MemoryStream stream = new();
        using (NpzWriter writer = new(stream))
        {
            writer.Add("f4", [float.NaN, float.MinValue, 0.1f, -0f], 2, 2);
            writer.Add("f8", [Math.PI, double.Epsilon]);
            writer.Add("i4", [int.MinValue, 3], 2, 1);
            writer.Add("i8", [long.MaxValue]);
            writer.Add("text", ["", "100", "ä😀"], 3);
            writer.Add("empty", ReadOnlySpan<float>.Empty, 0, 5);
        }

        IReadOnlyDictionary<string, NpzArray> arrays = NpzReader.Read(stream, "a.npz");

        Assert.Equal([float.NaN, float.MinValue, 0.1f, -0f], arrays["f4"].As<float>());
        Assert.Equal([2, 2], arrays["f4"].Shape);
        Assert.Equal([Math.PI, double.Epsilon], arrays["f8"].As<double>());
        Assert.Equal([int.MinValue, 3], arrays["i4"].As<int>());
        Assert.Equal([2, 1], arrays["i4"].Shape);
        Assert.Equal([long.MaxValue], arrays["i8"].As<long>());
        Assert.Equal(["", "100", "ä😀"], arrays["text"].As<string>());
        Assert.Equal([0, 5], arrays["empty"].Shape);
    }

    [Fact]
    public void Write_EntryHeader_IsWhatNumPyWrites()
    {
        using MemoryStream stream = new();
        using (NpzWriter writer = new(stream))
            writer.Add("a", [1f, 2f, 3f]);

        using ZipArchive archive = new(stream);
        using Stream entry = archive.GetEntry("a.npy")!.Open();
        byte[] bytes = new byte[128];
        entry.ReadExactly(bytes);

        string text = Encoding.Latin1.GetString(bytes);
        Assert.Equal("\u0093NUMPY\u0001\u0000v\u0000{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }".PadRight(127) + "\n", text);
    }

    [Fact]
    public void Write_SameArraysTwice_GivesSameBytes() => Assert.Equal(Small(), Small());

    [Fact]
    public void Add_ShapeOfAnotherSize_NamesBothNumbers()
    {
        using MemoryStream stream = new();
        using NpzWriter writer = new(stream);

        ShapeException error = Assert.Throws<ShapeException>(() => writer.Add("a", [1f, 2f, 3f], 2, 2));

        Assert.Equal("Array 'a' has 3 values, not 4 as its shape (2, 2) asks.", error.Message);
    }

    [Fact]
    public void Add_NameTaken_Throws()
    {
        using MemoryStream stream = new();
        using NpzWriter writer = new(stream);
        writer.Add("a", [1]);

        Assert.Throws<ArgumentException>(() => writer.Add("a", [2]));
    }

    [Fact]
    public void As_AnotherType_SaysWhichThereIs()
    {
        MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => new NpzArray([1], new int[1]).As<float>());

        Assert.Contains("Int32", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'<f4'", "'>f4'", "type")]
    [InlineData("False", "True ", "order")]
    [InlineData("(2, 3)", "(9, 9)", "does not agree")]
    [InlineData("(2, 3)", "(2147483647, 2147483647, 2147483647, 2)", "not a whole npz")]
    [InlineData("(2, 3)", "(99999999999)", "not a whole npz")]
    [InlineData("NUMPY", "NUMPI", "format 1.0")]
    public void Read_EntryChanged_SaysWhy(string old, string changed, string expected)
    {
        using MemoryStream stream = new(Changed(old, changed));

        MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => NpzReader.Read(stream, "run/a.npz"));

        Assert.StartsWith("run/a.npz", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FileAbsent_NamesIt()
    {
        using TemporaryFolder folder = new();

        MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => NpzReader.Read(folder.File("no.npz")));

        Assert.Contains("no.npz", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ArchiveCutAnywhere_ThrowsDeclaredException()
    {
        byte[] whole = Small();

        for (int length = 0; length < whole.Length; length++)
        {
            using MemoryStream stream = new(whole, 0, length);
            Assert.Throws<MlNetXaiException>(() => NpzReader.Read(stream, "a.npz"));
        }
    }

    [Fact]
    public void Read_ArchiveMutated_NeverThrowsAnythingElse()
    {
        byte[] whole = Small();
        Philox numbers = new(1, "npz mutations");

        for (uint i = 0; i < 5000; i++)
        {
            byte[] mutated = [.. whole];
            Philox.Stream draws = numbers.Draws(i);
            for (int k = draws.Below(4); k >= 0; k--)
                mutated[draws.Below(mutated.Length)] = (byte)draws.Below(256);
            using MemoryStream stream = new(mutated);
            Exception? error = Record.Exception(() => NpzReader.Read(stream, "a.npz"));
            Assert.True(error is null or MlNetXaiException, $"mutation {i}: {error}");
        }
    }

    [Fact]
    public void Write_AnyTexts_ReadBackTheSame() =>
        Prop.ForAll<NonNull<string>[]>(texts =>
        {
            // A trailing NUL is padding in NumPy's form, and half a surrogate pair is no text.
            string[] values = [.. texts.Select(t => new string([.. t.Get.Where(c => c != '\0' && !char.IsSurrogate(c))]))];
            using MemoryStream stream = new();
            using (NpzWriter writer = new(stream))
                writer.Add("t", values);
            return NpzReader.Read(stream, "a.npz")["t"].As<string>().SequenceEqual(values);
        }).QuickCheckThrowOnFailure();

    private static byte[] Small()
    {
        using MemoryStream stream = new();
        using (NpzWriter writer = new(stream))
        {
            writer.Add("a", [1f, 2f, 3f, 4f, 5f, 6f], 2, 3);
            writer.Add("b", ["x", "yz"]);
        }

        return stream.ToArray();
    }

    // The same archive with its first entry's text changed (stored again, so that the check sum of the ZIP holds).
    private static byte[] Changed(string old, string changed)
    {
        using MemoryStream source = new(Small()), target = new();
        using (ZipArchive archive = new(source))
        using (ZipArchive rewritten = new(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = archive.GetEntry("a.npy")!.Open();
            byte[] bytes = new byte[152];
            entry.ReadExactly(bytes);
            string header = Encoding.Latin1.GetString(bytes, 0, 128).Replace(old, changed, StringComparison.Ordinal).TrimEnd().PadRight(127) + "\n";
            using Stream copy = rewritten.CreateEntry("a.npy").Open();
            copy.Write(Encoding.Latin1.GetBytes(header));
            copy.Write(bytes, 128, 24);
        }

        return target.ToArray();
    }
}
