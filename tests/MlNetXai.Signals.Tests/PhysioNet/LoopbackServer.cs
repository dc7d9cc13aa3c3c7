using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MlNetXai.Signals.Tests.PhysioNet;

/// <summary>How the server treats one request.</summary>
internal enum Fault
{
    None,

    /// <summary>Announces all bytes, sends half of them, and closes.</summary>
    Truncate,

    /// <summary>Sends half of the bytes, and then nothing.</summary>
    Stall,

    /// <summary>Announces and sends only half of the bytes.</summary>
    Short,

    /// <summary>Sends other bytes of the same number.</summary>
    WrongBytes,

    /// <summary>Sends everything, whatever range was asked for.</summary>
    IgnoreRange,

    /// <summary>Sends a range that was not asked for.</summary>
    WrongRange,

    /// <summary>Answers 503.</summary>
    Busy,

    /// <summary>Sends bytes without end or length.</summary>
    Endless,
}

/// <summary>A web server on this machine that serves files from memory and misbehaves on request. Each request takes the file's next fault.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Fault>> _faults = new();
    private readonly ConcurrentBag<Task> _answers = [];
    private readonly Task _accepting;
    private int _active, _mostActive;

    public LoopbackServer()
    {
        _listener.Start();
        Address = new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/set");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    /// <summary>"NAME" or "NAME from BYTE" for each request, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Most requests without an answer at the same time.</summary>
    public int MostActive => _mostActive;

    /// <summary>Requests without an answer now.</summary>
    public int Active => _active;

    /// <summary>Answers with signals wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public void Add(string name, params Fault[] faults) => _faults[name] = new(faults);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_answers);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _answers.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using TcpClient owned = client;
        try
        {
            using NetworkStream stream = client.GetStream();
            using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
            if (await reader.ReadLineAsync(_stop.Token) is not { } request)
                return;

            string name = request.Split(' ')[1]["/set/".Length..];
            long? from = null;
            while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
            {
                if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                    from = long.Parse(line["Range: bytes=".Length..].TrimEnd('-'));
            }

            Requests.Enqueue(from is null ? name : $"{name} from {from}");
            await WaitAsync(name);
            await SendAsync(stream, name, from);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // The client went away, or the test has ended.
        }
    }

    /// <summary>Counts the request as open until its answer begins: before that, the client cannot begin another in its place.</summary>
    private async Task WaitAsync(string name)
    {
        int active = Interlocked.Increment(ref _active);
        for (int most = _mostActive; active > most; most = _mostActive)
            Interlocked.CompareExchange(ref _mostActive, active, most);
        try
        {
            if (name.EndsWith(".dat", StringComparison.Ordinal))
                await Gate.WaitAsync(_stop.Token);
        }
        finally
        {
            Interlocked.Decrement(ref _active);
        }
    }

    private async Task SendAsync(NetworkStream stream, string name, long? from)
    {
        if (!Files.TryGetValue(name, out byte[]? file))
        {
            await SendHeadAsync(stream, "404 Not Found", 0);
            return;
        }

        Fault fault = _faults.TryGetValue(name, out ConcurrentQueue<Fault>? faults) && faults.TryDequeue(out Fault next) ? next : Fault.None;
        if (fault == Fault.Busy)
        {
            await SendHeadAsync(stream, "503 Service Unavailable", 0);
            return;
        }

        if (fault == Fault.Endless)
        {
            await SendHeadAsync(stream, "200 OK", null);
            while (true)
                await stream.WriteAsync(new byte[4096], _stop.Token);
        }

        bool ranged = from is not null && fault != Fault.IgnoreRange;
        if (ranged && from >= file.Length)
        {
            await SendHeadAsync(stream, "416 Range Not Satisfiable", 0, $"Content-Range: bytes */{file.Length}\r\n");
            return;
        }

        int start = ranged ? (int)from! + (fault == Fault.WrongRange ? 1 : 0) : 0;
        byte[] body = fault == Fault.WrongBytes ? [.. file[start..].Select(b => (byte)(b + 1))] : file[start..];
        int sent = fault is Fault.Truncate or Fault.Stall or Fault.Short ? body.Length / 2 : body.Length;
        await SendHeadAsync(
            stream, ranged ? "206 Partial Content" : "200 OK", fault == Fault.Short ? sent : body.Length,
            ranged ? $"Content-Range: bytes {start}-{file.Length - 1}/{file.Length}\r\n" : "");
        await stream.WriteAsync(body.AsMemory(0, sent), _stop.Token);
        if (fault == Fault.Stall)
            await Task.Delay(Timeout.Infinite, _stop.Token);
    }

    private async Task SendHeadAsync(NetworkStream stream, string status, long? length, string more = "")
    {
        string head = $"HTTP/1.1 {status}\r\nConnection: close\r\n{(length is null ? "" : $"Content-Length: {length}\r\n")}{more}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _stop.Token);
    }
}
