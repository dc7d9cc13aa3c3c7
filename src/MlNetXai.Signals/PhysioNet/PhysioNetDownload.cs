using MlNetXai.Signals.Wfdb;

namespace MlNetXai.Signals.PhysioNet;

/// <summary>Fetches a set of WFDB records from PhysioNet, or from a server with the same files: RECORDS and, of each record, header, signal files and annotations.</summary>
/// <remarks>Every file but SHA256SUMS.txt is compared with its hash there. A file that is there with the right hash is kept; one that broke off is gone on from. RECORDS comes last: it says that all is there.</remarks>
public sealed class PhysioNetDownload
{
    private const string Hashes = "SHA256SUMS.txt";
    private const string Records = "RECORDS";

    /// <summary>Sets whose address is known, with their version and what they are.</summary>
    public static IReadOnlyDictionary<string, Uri> KnownSets { get; } = new Dictionary<string, Uri>(StringComparer.Ordinal)
    {
        ["mitdb"] = new("https://physionet.org/files/mitdb/1.0.0/"),
    };

    private readonly HttpClient _client;
    private readonly PhysioNetOptions _options;

    /// <param name="client">Makes the requests; should have no timeout of its own shorter than a stall's.</param>
    /// <param name="options">How to fetch; null for the defaults.</param>
    public PhysioNetDownload(HttpClient client, PhysioNetOptions? options = null) => (_client, _options) = (client, options ?? new());

    /// <summary>Fetches a set into a folder.</summary>
    /// <param name="set">Name of the set, e.g. "mitdb"; one of <see cref="KnownSets"/> unless <see cref="PhysioNetOptions.Address"/> is given.</param>
    /// <param name="folder">Where to; made if needed.</param>
    /// <param name="progress">Gets files done and files known so far, from several threads.</param>
    /// <param name="cancellation">Stops; what has arrived is kept for the next run.</param>
    /// <exception cref="PhysioNetException">The set is not known, or a file cannot be had or verified.</exception>
    /// <exception cref="OutputException">A file cannot be written.</exception>
    public async Task<PhysioNetResult> FetchAsync(string set, string folder, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        Uri address = AddressOf(set);
        ResumingFetch fetch = new(_client, _options);
        string sums = await ReadListAsync(fetch, address, Hashes, folder, sha256: null, cancellation);
        HashList hashes = new(sums, new Uri(address, Hashes));
        string list = await ReadListAsync(fetch, address, Records, folder, HashOf(Records, hashes, address), cancellation);
        string[] records = [.. list.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        if (records.FirstOrDefault(record => !WfdbFiles.IsInside(record)) is { } outside)
            throw new PhysioNetException($"{new Uri(address, Records)}: '{outside}' is not inside the set. Check the address given with --url.", address.ToString());

        Job job = new(fetch, address, folder, hashes, progress);
        string[] headers = [.. records.Select(record => record + ".hea")];
        await job.FetchAllAsync(headers, _options.Connections, moreToCome: 2 * records.Length, cancellation);

        // A record of segments names further headers, and these their signal files.
        string[] segments = [.. headers.SelectMany(header => job.HeaderOf(header).Segments.Where(segment => !segment.IsGap).Select(segment => Beside(header, segment.Name + ".hea"))).Distinct()];
        await job.FetchAllAsync(segments, _options.Connections, moreToCome: 2 * records.Length, cancellation);
        string[] signals = [.. headers.Concat(segments)
            .SelectMany(header => job.HeaderOf(header).Signals.Where(signal => signal.Format != 0).Select(signal => Beside(header, signal.FileName)))
            .Distinct()];
        string[] annotations = [.. records.SelectMany(record => _options.Annotators.Select(annotator => $"{record}.{annotator}")).Where(hashes.Has)];
        await job.FetchAllAsync([.. signals, .. annotations], _options.Connections, moreToCome: 0, cancellation);

        AtomicFile.WriteText(Path.Combine(folder, Hashes), sums);
        AtomicFile.WriteText(Path.Combine(folder, Records), list);
        return new(records.Length, job.Fetched, job.Kept, fetch.BytesReceived);
    }

    private Uri AddressOf(string set)
    {
        Uri address = _options.Address ?? KnownSets.GetValueOrDefault(set)
            ?? throw new PhysioNetException($"'{set}' is not a set whose address is known ({string.Join(", ", KnownSets.Keys)}). Give the address of its folder with --url.", set);
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
            throw new PhysioNetException($"'{address}' is not an address of the web. Give one that begins with https:// and ends with the set's folder.", address.ToString());
        return address.AbsolutePath.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
    }

    /// <summary>Fetches a list under another name: the caller puts it in its place when all it lists is there.</summary>
    private static async Task<string> ReadListAsync(ResumingFetch fetch, Uri address, string name, string folder, string? sha256, CancellationToken cancellation)
    {
        string path = Path.Combine(folder, $".{name}.fetched");
        await fetch.FetchAsync(new Uri(address, name), path, sha256, cancellation);
        try
        {
            return WfdbFiles.ReadText(path, WfdbFiles.Open);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string HashOf(string name, HashList hashes, Uri address) => hashes.Find(name)
        ?? throw new PhysioNetException($"{new Uri(address, Hashes)}: there is no hash of '{name}', so it cannot be verified. Check the address given with --url.", address.ToString());

    /// <summary>A file beside another one, both as paths of the set (with "/").</summary>
    private static string Beside(string file, string name) => file.LastIndexOf('/') is var slash and >= 0 ? file[..(slash + 1)] + name : name;

    /// <summary>One run: where from, where to, how far.</summary>
    private sealed class Job(ResumingFetch fetch, Uri address, string folder, HashList hashes, IProgress<ProgressReport>? progress)
    {
        private int _fetched, _kept, _total;

        public int Fetched => _fetched;

        public int Kept => _kept;

        public WfdbHeader HeaderOf(string file) => WfdbHeader.Parse(PathOf(file));

        public Task FetchAllAsync(string[] files, int connections, int moreToCome, CancellationToken cancellation)
        {
            _total = _fetched + _kept + files.Length + moreToCome;
            ParallelOptions parallel = new() { MaxDegreeOfParallelism = connections, CancellationToken = cancellation };
            return Parallel.ForEachAsync(files, parallel, async (file, stop) => await FetchOneAsync(file, stop));
        }

        private async Task FetchOneAsync(string file, CancellationToken cancellation)
        {
            Uri source = new(address, string.Join('/', file.Split('/').Select(Uri.EscapeDataString)));
            if (await fetch.FetchAsync(source, PathOf(file), HashOf(file, hashes, address), cancellation))
                Interlocked.Increment(ref _fetched);
            else
                Interlocked.Increment(ref _kept);
            progress?.Report(new("fetch", _fetched + _kept, _total, file));
        }

        private string PathOf(string file) => Path.Combine([folder, .. file.Split('/')]);
    }
}
