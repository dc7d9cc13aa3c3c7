using System.Security.Cryptography;
using System.Text;
using MlNetXai.Signals.PhysioNet;
using MlNetXai.Signals.Wfdb;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Signals.Tests.PhysioNet;

/// <summary>Fetching from a server on this machine that truncates, stalls and lies.</summary>
public sealed class PhysioNetDownloadTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LoopbackServer _server = new();
    private readonly HttpClient _client = new();

    public PhysioNetDownloadTests()
    {
        using TemporaryFolder source = new();
        foreach (string name in (string[])["100", "101", "102"])
        {
            WfdbWriter.Write(source.Path, new()
            {
                Name = name,
                SamplingRateHz = 360,
                Signals = [WfdbWriteSignal.FromDigital("MLII", [.. Enumerable.Range(0, 1000).Select(i => (i * 7) % 2000)])],
                Annotations = [new(20, AnnotationCodes.Code("N")), new(300, AnnotationCodes.Code("V"))],
            });
        }

        foreach (string file in Directory.EnumerateFiles(source.Path))
            _server.Files[Path.GetFileName(file)] = File.ReadAllBytes(file);
        _server.Files["RECORDS"] = Encoding.ASCII.GetBytes("100\n101\n102\n");
        Hash();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task FetchAsync_GoodServer_AllFilesAndAFolderThatReads()
    {
        List<ProgressReport> reports = [];

        PhysioNetResult result = await Fetch(progress: new Recorder(reports));

        Assert.Equal((3, 9, 0), (result.Records, result.FilesFetched, result.FilesKept));
        Assert.Equal(3, WfdbFolder.Records(_folder.Path).Count);
        foreach (string path in WfdbFolder.Records(_folder.Path))
            Assert.True(WfdbRecord.Open(path).VerifyChecksums());
        Assert.Equal(_server.Files.Keys.Order(), Directory.EnumerateFiles(_folder.Path).Select(f => Path.GetFileName(f)).Order());
        Assert.Equal((9, 9L, 9L), (reports.Count, reports.Max(r => r.Done), reports.Max(r => r.Total)));
    }

    [Fact]
    public async Task FetchAsync_Again_KeepsWhatIsRightAndRepairsWhatIsNot()
    {
        await Fetch();
        File.WriteAllText(_folder.File("101.dat"), "damaged");
        _server.Requests.Clear();

        PhysioNetResult result = await Fetch();

        Assert.Equal((1, 8), (result.FilesFetched, result.FilesKept));
        Assert.Equal(["101.dat", "RECORDS", "SHA256SUMS.txt"], _server.Requests.Order());
        Assert.Equal(_server.Files["101.dat"], File.ReadAllBytes(_folder.File("101.dat")));
    }

    [Fact]
    public async Task FetchAsync_Truncated_GoesOnByRange()
    {
        _server.Add("100.dat", Fault.Truncate, Fault.Truncate);

        await Fetch();

        Assert.Equal(["100.dat", "100.dat from 750", "100.dat from 1125"], _server.Requests.Where(r => r.StartsWith("100.dat", StringComparison.Ordinal)));
        Assert.Equal(_server.Files["100.dat"], File.ReadAllBytes(_folder.File("100.dat")));
    }

    [Fact]
    public async Task FetchAsync_Stalled_GivesUpTheTryAndGoesOn()
    {
        _server.Add("100.dat", Fault.Stall);

        // Long enough for a busy machine's other answers, which must not count as stalled.
        await Fetch(Options with { StallTimeout = TimeSpan.FromSeconds(3) });

        Assert.Contains("100.dat from 750", _server.Requests);
        Assert.Equal(_server.Files["100.dat"], File.ReadAllBytes(_folder.File("100.dat")));
    }

    [Fact]
    public async Task FetchAsync_AlwaysStalled_SaysHowLongAndWhatToDo()
    {
        _server.Add("SHA256SUMS.txt", Fault.Stall, Fault.Stall);

        PhysioNetException error = await Assert.ThrowsAsync<PhysioNetException>(() => Fetch(Options with { StallTimeout = TimeSpan.FromSeconds(0.1), Attempts = 2 }));

        Assert.Contains("SHA256SUMS.txt: no byte came for 0.1 s", error.Message);
        Assert.Contains("run the same command again", error.Message);
    }

    [Theory]
    [InlineData(nameof(Fault.Short))]
    [InlineData(nameof(Fault.WrongBytes))]
    [InlineData(nameof(Fault.Busy))]
    public async Task FetchAsync_LiesOnce_TriesAgain(string fault)
    {
        _server.Add("102.dat", Enum.Parse<Fault>(fault));

        await Fetch();

        Assert.Equal(2, _server.Requests.Count(r => r.StartsWith("102.dat", StringComparison.Ordinal)));
        Assert.Equal(_server.Files["102.dat"], File.ReadAllBytes(_folder.File("102.dat")));
    }

    [Theory]
    [InlineData(nameof(Fault.IgnoreRange), 2)]
    [InlineData(nameof(Fault.WrongRange), 3)]
    [InlineData(nameof(Fault.WrongBytes), 3)]
    public async Task FetchAsync_LiesAboutARange_StartsAnew(string fault, int requests)
    {
        _server.Add("102.dat", Fault.Truncate, Enum.Parse<Fault>(fault));

        await Fetch();

        Assert.Equal(requests, _server.Requests.Count(r => r.StartsWith("102.dat", StringComparison.Ordinal)));
        Assert.Equal(_server.Files["102.dat"], File.ReadAllBytes(_folder.File("102.dat")));
    }

    [Fact]
    public async Task FetchAsync_AlwaysOtherBytes_NamesFileHashesAndRemedyAndLeavesNoFile()
    {
        _server.Files["101.atr"] = [.. _server.Files["101.atr"].Reverse()];

        PhysioNetException error = await Assert.ThrowsAsync<PhysioNetException>(() => Fetch());

        Assert.Contains("101.atr: the file's SHA-256 is ", error.Message);
        Assert.Contains("Try again later, or from another address (--url)", error.Message);
        Assert.False(File.Exists(_folder.File("101.atr")));
        Assert.False(File.Exists(_folder.File("RECORDS")));
    }

    [Fact]
    public async Task FetchAsync_CompletePartOfAnEarlierRun_IsTakenOver()
    {
        File.WriteAllBytes(_folder.File("100.dat.part"), _server.Files["100.dat"]);
        File.WriteAllBytes(_folder.File("101.dat.part"), [.. _server.Files["101.dat"], 1, 2, 3]);

        await Fetch();

        Assert.Equal(["100.dat from 1500"], _server.Requests.Where(r => r.StartsWith("100.dat", StringComparison.Ordinal)));
        Assert.Equal(_server.Files["101.dat"], File.ReadAllBytes(_folder.File("101.dat")));
    }

    [Fact]
    public async Task FetchAsync_EndlessFile_StopsAtTheLimit()
    {
        _server.Add("100.dat", Fault.Endless);

        PhysioNetException error = await Assert.ThrowsAsync<PhysioNetException>(() => Fetch(Options with { MaximumFileBytes = 100_000 }));

        Assert.Contains("100.dat: the file is longer than the 100000 bytes accepted", error.Message);
    }

    [Fact]
    public async Task FetchAsync_ManyFiles_NeverMoreConnectionsThanAllowed()
    {
        TaskCompletionSource gate = new();
        _server.Gate = gate.Task;
        Task fetching = Fetch(Options with { Connections = 2 });
        while (_server.Active < 2)
            await Task.Yield();

        gate.SetResult();
        await fetching;

        Assert.Equal(2, _server.MostActive);
    }

    [Fact]
    public async Task FetchAsync_FileMissing_NamesAddressWithoutRetry()
    {
        _server.Files.TryRemove("101.dat", out _);

        PhysioNetException error = await Assert.ThrowsAsync<PhysioNetException>(() => Fetch());

        Assert.Contains("/set/101.dat: the server answered 404", error.Message);
        Assert.Contains("--url", error.Message);
        Assert.Single(_server.Requests, "101.dat");
    }

    [Theory]
    [InlineData("../evil\n")]
    [InlineData("/etc/passwd\n")]
    public async Task FetchAsync_RecordOutsideTheFolder_IsRefused(string records)
    {
        _server.Files["RECORDS"] = Encoding.ASCII.GetBytes(records);
        Hash();

        PhysioNetException error = await Assert.ThrowsAsync<PhysioNetException>(() => Fetch());

        Assert.Contains("is not inside the set", error.Message);
    }

    [Fact]
    public async Task FetchAsync_NoHash_SaysThatItCannotBeVerified()
    {
        Hash(without: "102.hea");

        PhysioNetException error = await Assert.ThrowsAsync<PhysioNetException>(() => Fetch());

        Assert.Contains("there is no hash of '102.hea'", error.Message);
    }

    [Fact]
    public async Task FetchAsync_HashListIsNoHashList_NamesItsLine()
    {
        _server.Files["SHA256SUMS.txt"] = Encoding.ASCII.GetBytes("<html>not found</html>");

        PhysioNetException error = await Assert.ThrowsAsync<PhysioNetException>(() => Fetch());

        Assert.Contains("SHA256SUMS.txt, line 1", error.Message);
    }

    [Fact]
    public async Task FetchAsync_SetNotKnown_ListsThoseThatAre()
    {
        PhysioNetException error = await Assert.ThrowsAsync<PhysioNetException>(() => new PhysioNetDownload(_client).FetchAsync("mitbd", _folder.Path));

        Assert.Contains("'mitbd' is not a set whose address is known (mitdb)", error.Message);
    }

    [Fact]
    public async Task FetchAsync_FolderIsAFile_IsAnOutputError()
    {
        File.WriteAllText(_folder.File("file"), "");

        await Assert.ThrowsAsync<OutputException>(() => new PhysioNetDownload(_client, Options).FetchAsync("mitdb", _folder.File("file")));
    }

    [Fact]
    public async Task FetchAsync_Cancelled_ThrowsAndKeepsTheParts()
    {
        _server.Add("100.dat", Fault.Stall);
        using CancellationTokenSource stop = new();
        Task fetching = new PhysioNetDownload(_client, Options with { Connections = 1 }).FetchAsync("mitdb", _folder.Path, null, stop.Token);
        while (!File.Exists(_folder.File("100.dat.part")) || new FileInfo(_folder.File("100.dat.part")).Length < 750)
            await Task.Yield();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching);
        Assert.Equal(750, new FileInfo(_folder.File("100.dat.part")).Length);
        Assert.False(File.Exists(_folder.File("RECORDS")));
    }

    [Fact]
    public async Task FetchAsync_RecordOfSegments_FetchesTheirFilesToo()
    {
        foreach (string name in (string[])["100", "101"])
            _server.Files[$"{name}.atr"] = [0, 0];
        _server.Files["long.hea"] = Encoding.ASCII.GetBytes("long/3 1 360\n100 1000\n~ 5\n101 1000\n");
        _server.Files["RECORDS"] = Encoding.ASCII.GetBytes("long\n");
        Hash();

        await Fetch();

        Assert.Equal(2005, WfdbRecord.Open(_folder.File("long")).ReadPhysical(0).Length);
        Assert.False(File.Exists(_folder.File("102.dat")));
    }

    private PhysioNetOptions Options => new() { Address = _server.Address, RetryDelay = TimeSpan.Zero, Attempts = 5 };

    private Task<PhysioNetResult> Fetch(PhysioNetOptions? options = null, IProgress<ProgressReport>? progress = null) =>
        new PhysioNetDownload(_client, options ?? Options).FetchAsync("mitdb", _folder.Path, progress);

    private void Hash(string? without = null)
    {
        _server.Files.TryRemove("SHA256SUMS.txt", out _);
        _server.Files["SHA256SUMS.txt"] = Encoding.ASCII.GetBytes(string.Concat(
            _server.Files.Where(file => file.Key != without).Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(file.Value))} {file.Key}\n")));
    }

    private sealed class Recorder(List<ProgressReport> reports) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value)
        {
            lock (reports)
                reports.Add(value);
        }
    }
}
