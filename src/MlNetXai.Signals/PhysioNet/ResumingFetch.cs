using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace MlNetXai.Signals.PhysioNet;

/// <summary>Fetches one file, however often the connection breaks: what has arrived stands in FILE.part and is gone on from by a range request.</summary>
/// <remarks>The part file is the one file here that is written in place: a later run needs it. It gets its name only with the right hash.</remarks>
internal sealed class ResumingFetch(HttpClient client, PhysioNetOptions options)
{
    private const int BufferBytes = 1 << 16;

    private long _received;

    /// <summary>Bytes that came over the network so far.</summary>
    public long BytesReceived => Interlocked.Read(ref _received);

    /// <summary>Fetches a file unless it is there with the right hash.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="path">Where it goes.</param>
    /// <param name="sha256">Its hash, or null where none is known.</param>
    /// <param name="cancellation">Stops; the part stays.</param>
    /// <returns>Whether it was fetched.</returns>
    /// <exception cref="PhysioNetException">It cannot be had, or never has its hash.</exception>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public async Task<bool> FetchAsync(Uri address, string path, string? sha256, CancellationToken cancellation)
    {
        if (sha256 is not null && File.Exists(path) && await HashList.ComputeAsync(path, cancellation) == sha256)
            return false;

        string part = path + ".part";
        CreateFolder(path);
        if (sha256 is null)
            Delete(part);   // an older part could not be told from the start of this file
        PhysioNetException? last = null;
        for (int attempt = 0; attempt < options.Attempts; attempt++)
        {
            if (attempt > 0)
                await Task.Delay(options.RetryDelay * Math.Pow(2, Math.Min(attempt - 1, 6)), options.Clock, cancellation);

            last = await TryAsync(address, part, cancellation);
            if (last is not null)
                continue;

            string found = sha256 is null ? "" : await HashList.ComputeAsync(part, cancellation);
            if (sha256 is null || found == sha256)
            {
                Rename(part, path);
                return true;
            }

            Delete(part);
            last = new($"{address}: the file's SHA-256 is {found} and SHA256SUMS.txt says {sha256}: it was changed on its way, or the server has another version. "
                + "Try again later, or from another address (--url).", address.ToString());
        }

        throw last!;
    }

    /// <summary>One try: null when the server has sent all it announced, otherwise what went wrong.</summary>
    /// <exception cref="PhysioNetException">Another try would not help.</exception>
    private async Task<PhysioNetException?> TryAsync(Uri address, string part, CancellationToken cancellation)
    {
        using CancellationTokenSource stall = new(options.StallTimeout, options.Clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellation);
        try
        {
            long have = File.Exists(part) ? new FileInfo(part).Length : 0;
            using HttpRequestMessage request = new(HttpMethod.Get, address);
            if (have > 0)
                request.Headers.Range = new RangeHeaderValue(have, null);
            using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && have > 0)
                return CheckComplete(address, part, have, response);
            if (!response.IsSuccessStatusCode)
                return Refused(address, response);

            // A server may ignore the range (200), or answer with another one: then from the start.
            bool goesOn = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have;
            if (response.StatusCode == HttpStatusCode.PartialContent && !goesOn)
            {
                Delete(part);
                return Broken(address, "the server sent another range than asked for", null);
            }

            await CopyAsync(address, response, part, goesOn ? have : 0, stall, either.Token);
            return null;
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            return Broken(address, $"no byte came for {options.StallTimeout.TotalSeconds} s", error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return Broken(address, error.Message.TrimEnd('.'), error);
        }
    }

    private async Task CopyAsync(Uri address, HttpResponseMessage response, string part, long have, CancellationTokenSource stall, CancellationToken either)
    {
        await using Stream body = await response.Content.ReadAsStreamAsync(either);
        await using FileStream file = OpenPart(part, have);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (true)
            {
                stall.CancelAfter(options.StallTimeout);
                int count = await body.ReadAsync(buffer, either);
                if (count == 0)
                    break;

                Interlocked.Add(ref _received, count);
                have += count;
                if (have > options.MaximumFileBytes)
                {
                    throw new PhysioNetException(
                        $"{address}: the file is longer than the {options.MaximumFileBytes} bytes accepted. Check the address, or raise {nameof(PhysioNetOptions.MaximumFileBytes)}.",
                        address.ToString());
                }

                Write(file, buffer.AsSpan(0, count), part);
            }

            Flush(file, part);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The part file may be complete already (416): then its length is the one the server names.</summary>
    private static PhysioNetException? CheckComplete(Uri address, string part, long have, HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentRange?.Length == have)
            return null;

        Delete(part);
        return Broken(address, $"the {have} bytes fetched so far are not the start of the file there", null);
    }

    private static PhysioNetException Refused(Uri address, HttpResponseMessage response)
    {
        string answer = $"{address}: the server answered {(int)response.StatusCode} {response.ReasonPhrase}.";
        return response.StatusCode >= HttpStatusCode.InternalServerError || response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            ? new PhysioNetException($"{answer} Try again later; what has arrived is kept.", address.ToString())
            : throw new PhysioNetException($"{answer} Check the set's name, or the address given with --url.", address.ToString());
    }

    private static PhysioNetException Broken(Uri address, string what, Exception? error) =>
        new($"{address}: {what}. Check the network and run the same command again; it goes on from what has arrived.", address.ToString(), error);

    private static void CreateFolder(string path) => Guard(path, () => Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!));

    private static FileStream OpenPart(string part, long have)
    {
        FileStream? file = null;
        Guard(part, () =>
        {
            file = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0);
            file.SetLength(have);
            file.Position = have;
        });
        return file!;
    }

    private static void Write(FileStream file, ReadOnlySpan<byte> bytes, string path)
    {
        try
        {
            file.Write(bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, error);
        }
    }

    private static void Flush(FileStream file, string path) => Guard(path, () => file.Flush(flushToDisk: true));

    private static void Delete(string part) => Guard(part, () => File.Delete(part));

    private static void Rename(string part, string path) => Guard(path, () => File.Move(part, path, overwrite: true));

    private static void Guard(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, error);
        }
    }

    private static OutputException Unwritable(string path, Exception error) =>
        new($"{path}: cannot be written ({error.Message}). It needs a writable folder with room on its disk; choose another place or free some.", path, error);
}
