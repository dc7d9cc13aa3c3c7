namespace MlNetXai.Signals.PhysioNet;

/// <summary>A data set could not be fetched; <see cref="MlNetXaiException.Path"/> is the address at fault. What has arrived is kept, and the next run goes on from there.</summary>
public sealed class PhysioNetException(string message, string address, Exception? inner = null) : MlNetXaiException(message, address, inner: inner);
