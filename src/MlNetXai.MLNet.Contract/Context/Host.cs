using System.Globalization;

namespace Microsoft.ML.Runtime;

/// <summary>The environment behind <see cref="MLContext"/>, and that of each component.</summary>
internal sealed class Host : IHost, ISeeded
{
    private readonly Lock _gate = new();
    private readonly Host _parent;
    private readonly string _name;
    private readonly object _sender;

    /// <param name="sender">Of the log's events.</param>
    /// <param name="seed">Null for random numbers that nobody can repeat.</param>
    public Host(object sender, int? seed)
    {
        (_sender, Seed) = (sender, seed);
        ComponentCatalog = new();
        Rand = Randoms.Create(Randoms.SeedOf(this, null));
    }

    private Host(Host parent, string name, int? seed)
    {
        (_parent, _name, Seed, ComponentCatalog) = (parent, name, seed ?? parent.Seed, parent.ComponentCatalog);
        Rand = Randoms.Create(seed ?? parent.NextSeed());
    }

    /// <summary>Called by the root only, for the channels of all its descendants.</summary>
    public EventHandler<LoggingEventArgs> Log { get; private set; }

    public int? Seed { get; }

    public Random Rand { get; }

    public ComponentCatalog ComponentCatalog { get; }

    public string ContextDescription => _parent is null ? "HostEnvironment" : _parent.Source(_name);

    private Host Root => _parent?.Root ?? this;

    public void Listen(EventHandler<LoggingEventArgs> listener)
    {
        lock (_gate)
            Log += listener;
    }

    public void StopListening(EventHandler<LoggingEventArgs> listener)
    {
        lock (_gate)
            Log -= listener;
    }

    public IHost Register(string name, int? seed = null, bool? verbose = null) => new Host(this, name, seed);

    public IChannel Start(string name) => new Channel(this, Source(name));

    public IPipe<TMessage> StartPipe<TMessage>(string name) => new Pipe<TMessage>(Source(name));

    public IProgressChannel StartProgressChannel(string name) => new ProgressChannel();

    public TException Process<TException>(TException ex)
        where TException : Exception => ex;

    private string Source(string channel) => _parent is null ? channel : $"{ContextDescription}; {channel}";

    private int NextSeed()
    {
        lock (_gate)
            return Rand.Next();
    }

    private sealed class Channel : IChannel
    {
        private readonly Host _host;
        private readonly string _source;
        private readonly long _start = TimeProvider.System.GetTimestamp();
        private bool _disposed;

        public Channel(Host host, string source)
        {
            (_host, _source) = (host, source);
            Trace(MessageSensitivity.None, "Channel started");
        }

        public string ContextDescription => _source;

        public TException Process<TException>(TException ex)
            where TException : Exception => ex;

        public void Send(ChannelMessage msg)
        {
            Host root = _host.Root;
            root.Log?.Invoke(root._sender, new(msg.Message, msg.Kind, _source));
        }

        public void Trace(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Trace, sensitivity, fmt);

        public void Trace(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(ChannelMessageKind.Trace, sensitivity, fmt, args);

        public void Info(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Info, sensitivity, fmt);

        public void Info(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(ChannelMessageKind.Info, sensitivity, fmt, args);

        public void Warning(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Warning, sensitivity, fmt);

        public void Warning(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(ChannelMessageKind.Warning, sensitivity, fmt, args);

        public void Error(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Error, sensitivity, fmt);

        public void Error(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(ChannelMessageKind.Error, sensitivity, fmt, args);

        public void Dispose()
        {
            if (_disposed)
                return;
            _disposed = true;
            Trace(MessageSensitivity.None, "Channel finished. Elapsed {0:c}.", TimeProvider.System.GetElapsedTime(_start));
            Trace(MessageSensitivity.None, "Channel disposed");
        }

        private void Send(ChannelMessageKind kind, MessageSensitivity sensitivity, string text, object[] args = null)
        {
            // Nobody listens: no text is made.
            if (_host.Root.Log is not null)
                Send(new(kind, sensitivity, args is null ? text : string.Format(CultureInfo.InvariantCulture, text, args)));
        }
    }

    private sealed class Pipe<TMessage>(string source) : IPipe<TMessage>
    {
        public string ContextDescription => source;

        public TException Process<TException>(TException ex)
            where TException : Exception => ex;

        public void Send(TMessage msg)
        {
        }

        public void Dispose()
        {
        }
    }

    private sealed class ProgressChannel : IProgressChannel
    {
        public void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction)
        {
        }

        public void Checkpoint(params double?[] values)
        {
        }

        public IProgressChannel StartProgressChannel(string name) => new ProgressChannel();

        public void Dispose()
        {
        }
    }
}
