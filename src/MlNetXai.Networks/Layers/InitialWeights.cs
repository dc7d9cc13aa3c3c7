namespace MlNetXai.Networks.Layers;

/// <summary>How initial weights are drawn. All schemes give the same weights on every machine for the same seed and names of layers.</summary>
public enum InitialWeights
{
    /// <summary>PyTorch's: dense and convolution kernels and biases uniform in ±1/√fan_in, recurrent layers' weights and biases uniform in ±1/√units.</summary>
    PyTorch,

    /// <summary>Keras' default: kernels uniform in ±√(6/(fan_in + fan_out)) (Glorot and Bengio 2010, equation 16), recurrent kernels orthogonal, biases 0, LSTM forget biases 1.</summary>
    GlorotUniform,

    /// <summary>Keras' he_normal: kernels normal with variance 2/fan_in, truncated at two standard deviations (He, Zhang, Ren and Sun 2015, equation 10); the rest as
    /// <see cref="GlorotUniform"/>.</summary>
    HeNormal,
}
