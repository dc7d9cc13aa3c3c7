namespace Microsoft.ML;

public sealed class MLContext : Microsoft.ML.Runtime.IChannelProvider, Microsoft.ML.Runtime.IExceptionContext, Microsoft.ML.Runtime.IHostEnvironment, Microsoft.ML.Runtime.IProgressChannelProvider
{
    public MLContext(int? seed = null) => throw new System.NotImplementedException();
    public event System.EventHandler<Microsoft.ML.LoggingEventArgs> Log { add => throw new System.NotImplementedException(); remove => throw new System.NotImplementedException(); }
    public T GetOptionOrDefault<T>(string name) => throw new System.NotImplementedException();
    public bool RemoveOption(string name) => throw new System.NotImplementedException();
    public bool TryAddOption<T>(string name, T value) => throw new System.NotImplementedException();
    public bool TryGetOption<T>(string name, out T value) => throw new System.NotImplementedException();
    public void SetOption<T>(string name, T value) => throw new System.NotImplementedException();
    public Microsoft.ML.BinaryClassificationCatalog BinaryClassification { get => throw new System.NotImplementedException(); }
    public Microsoft.ML.DataOperationsCatalog Data { get => throw new System.NotImplementedException(); }
    public Microsoft.ML.ModelOperationsCatalog Model { get => throw new System.NotImplementedException(); }
    public Microsoft.ML.MulticlassClassificationCatalog MulticlassClassification { get => throw new System.NotImplementedException(); }
    public Microsoft.ML.Runtime.ComponentCatalog ComponentCatalog { get => throw new System.NotImplementedException(); }
    public Microsoft.ML.TransformsCatalog Transforms { get => throw new System.NotImplementedException(); }
    public bool FallbackToCpu { get => throw new System.NotImplementedException(); set => throw new System.NotImplementedException(); }
    public int? GpuDeviceId { get => throw new System.NotImplementedException(); set => throw new System.NotImplementedException(); }
    public string TempFilePath { get => throw new System.NotImplementedException(); set => throw new System.NotImplementedException(); }
    Microsoft.ML.Runtime.IHost Microsoft.ML.Runtime.IHostEnvironment.Register(string name, int? seed, bool? verbose) => throw new System.NotImplementedException();
    Microsoft.ML.Runtime.IProgressChannel Microsoft.ML.Runtime.IProgressChannelProvider.StartProgressChannel(string name) => throw new System.NotImplementedException();
    Microsoft.ML.Runtime.IChannel Microsoft.ML.Runtime.IChannelProvider.Start(string name) => throw new System.NotImplementedException();
    Microsoft.ML.Runtime.IPipe<TMessage> Microsoft.ML.Runtime.IChannelProvider.StartPipe<TMessage>(string name) => throw new System.NotImplementedException();
    string Microsoft.ML.Runtime.IExceptionContext.ContextDescription => throw new System.NotImplementedException();
    TException Microsoft.ML.Runtime.IExceptionContext.Process<TException>(TException ex) => throw new System.NotImplementedException();
}
