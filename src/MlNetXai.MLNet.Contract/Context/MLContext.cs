using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Where every pipeline starts: the catalogs of its steps, its log and its seed.</summary>
public sealed class MLContext : IHostEnvironment, ISeeded
{
    private readonly Host _host;

    /// <param name="seed">Makes what draws random numbers repeatable; null for numbers that are not.</param>
    public MLContext(int? seed = null)
    {
        _host = new(this, seed);
        Data = new(this);
        Transforms = new(this);
        Model = new(this);
        BinaryClassification = new(this);
        MulticlassClassification = new(this);
    }

    /// <summary>Raised for every message of every channel, on the thread that sends it.</summary>
    public event EventHandler<LoggingEventArgs> Log
    {
        add => _host.Listen(value);
        remove => _host.StopListening(value);
    }

    public DataOperationsCatalog Data { get; }

    public TransformsCatalog Transforms { get; }

    public ModelOperationsCatalog Model { get; }

    public BinaryClassificationCatalog BinaryClassification { get; }

    public MulticlassClassificationCatalog MulticlassClassification { get; }

    public ComponentCatalog ComponentCatalog => _host.ComponentCatalog;

    /// <summary>The folder for temporary files. Default: the system's.</summary>
    public string TempFilePath { get; set; } = Path.GetTempPath();

    int? ISeeded.Seed => _host.Seed;

    string IExceptionContext.ContextDescription => _host.ContextDescription;

    IHost IHostEnvironment.Register(string name, int? seed, bool? verbose) => _host.Register(name, seed, verbose);

    IChannel IChannelProvider.Start(string name) => _host.Start(name);

    IPipe<TMessage> IChannelProvider.StartPipe<TMessage>(string name) => _host.StartPipe<TMessage>(name);

    IProgressChannel IProgressChannelProvider.StartProgressChannel(string name) => _host.StartProgressChannel(name);

    TException IExceptionContext.Process<TException>(TException ex) => _host.Process(ex);
}
