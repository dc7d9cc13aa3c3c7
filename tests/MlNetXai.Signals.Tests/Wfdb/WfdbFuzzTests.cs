using System.Text;
using System.Text.Json;
using MlNetXai.Signals.Wfdb;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Signals.Tests.Wfdb;

/// <summary>10⁵ mutated files: nothing but <see cref="WfdbException"/> comes out, and memory stays in proportion to the files.</summary>
[Trait("Speed", "slow")]
public sealed class WfdbFuzzTests
{
    private const ulong Seed = 20_180_713;

    /// <summary>Memory one case may take: the files have less than 500 bytes, and gaps are limited to 10,000 samples.</summary>
    private const long LargestAllocation = 8 << 20;

    private static readonly WfdbOptions[] Options =
    [
        new() { Checksums = ChecksumPolicy.Warn, MaximumUnstoredSamples = 10_000 },
        new() { Checksums = ChecksumPolicy.Error, MaximumUnstoredSamples = 10_000 },
    ];

    private static readonly string[] Splices =
    [
        "0", "-1", "2147483647", "2147483648", "9223372036854775807", "99999999999999999999", "1e308", "1e-320", "nan", "inf", "16", "212", "310", "311", "8", "508", "x", ":", "+24",
        "x1048576", ":2147483647", "/", "(", ")", "~", "..", "#", "\n", "\r\n", "\t", " ", "\0", "é",
    ];

    [Theory]
    [InlineData(0, 20_000)]
    [InlineData(1, 20_000)]
    public void Open_MutatedHeaders_OnlyWfdbException(int part, int cases)
    {
        List<Dictionary<string, byte[]>> records = Records();
        for (int i = 0; i < cases; i++)
        {
            Mutator mutator = new(Seed, $"headers {part}", (uint)i);
            Dictionary<string, byte[]> files = new(records[mutator.Next(records.Count)]);
            string[] headers = [.. files.Keys.Where(name => name.EndsWith(".hea", StringComparison.Ordinal))];
            string header = headers[mutator.Next(headers.Length)];
            files[header] = MutateText(mutator, files[header]);

            Run($"headers {part}, case {i}", () => ReadEverything(files, Options[i % 2]));
        }
    }

    [Fact]
    public void Open_MutatedSignals_OnlyWfdbException()
    {
        List<Dictionary<string, byte[]>> records = Records();
        for (int i = 0; i < 30_000; i++)
        {
            Mutator mutator = new(Seed, "signals", (uint)i);
            Dictionary<string, byte[]> files = new(records[mutator.Next(records.Count)]);
            foreach (string name in files.Keys.Where(name => mutator.Next(2) == 0 || !name.EndsWith(".hea", StringComparison.Ordinal)).ToArray())
                files[name] = name.EndsWith(".hea", StringComparison.Ordinal) ? MutateText(mutator, files[name]) : mutator.Mutate(files[name]);

            Run($"signals, case {i}", () => ReadEverything(files, Options[i % 2]));
        }
    }

    [Fact]
    public void Parse_MutatedAnnotations_OnlyWfdbException()
    {
        using JsonDocument golden = Golden.Json("wfdb.json");
        byte[] original = Convert.FromHexString(golden.RootElement.GetProperty("annotations").GetProperty("hex").GetString()!);
        for (int i = 0; i < 30_000; i++)
        {
            byte[] bytes = new Mutator(Seed, "annotations", (uint)i).Mutate(original);

            Run($"annotations, case {i}", () => AnnotationFile.Parse(bytes, 250, "rec.atr"));
        }
    }

    private static void Run(string place, Action read)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read();
        }
        catch (WfdbException error)
        {
            if (string.IsNullOrEmpty(error.Message) || error.Path is null)
                Assert.Fail($"seed {Seed}, {place}: an error without message or path.");
        }
        catch (Exception error)
        {
            Assert.Fail($"seed {Seed}, {place}: {error}");
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > LargestAllocation)
            Assert.Fail($"seed {Seed}, {place}: {allocated} bytes were allocated.");
    }

    private static void ReadEverything(Dictionary<string, byte[]> files, WfdbOptions options)
    {
        string record = files.Keys.First(name => name.EndsWith(".hea", StringComparison.Ordinal));
        WfdbRecord opened = WfdbRecord.Open(
            record, options, path => files.TryGetValue(path, out byte[]? bytes) ? new MemoryStream(bytes, writable: false) : throw new FileNotFoundException(path));
        for (int signal = 0; signal < Math.Min(opened.Signals.Count, 4); signal++)
        {
            opened.ReadDigital(signal);
            opened.ReadPhysical(signal);
        }

        opened.VerifyChecksums();
    }

    /// <summary>The golden records: every format, several samples per frame, skew, offset, segments.</summary>
    private static List<Dictionary<string, byte[]>> Records()
    {
        using JsonDocument golden = Golden.Json("wfdb.json");
        List<Dictionary<string, byte[]>> records = [];
        foreach (JsonElement format in golden.RootElement.GetProperty("formats").EnumerateArray())
        {
            records.Add(new()
            {
                ["rec.hea"] = Encoding.UTF8.GetBytes(format.GetProperty("header").GetString()!),
                ["rec.dat"] = Convert.FromHexString(format.GetProperty("dataHex").GetString()!),
            });
        }

        foreach (JsonElement record in golden.RootElement.GetProperty("records").EnumerateArray())
        {
            Dictionary<string, byte[]> files = [];
            foreach (JsonProperty header in record.GetProperty("headers").EnumerateObject())
                files[header.Name] = Encoding.UTF8.GetBytes(header.Value.GetString()!);
            foreach (JsonProperty data in record.GetProperty("dataHex").EnumerateObject())
                files[data.Name] = Convert.FromHexString(data.Value.GetString()!);
            records.Add(files);
        }

        return records;
    }

    private static byte[] MutateText(Mutator mutator, byte[] text) => mutator.Mutate(text, () => Encoding.UTF8.GetBytes(Splices[mutator.Next(Splices.Length)]));
}
