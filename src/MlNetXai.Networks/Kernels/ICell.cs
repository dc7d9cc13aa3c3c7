namespace MlNetXai.Networks.Kernels;

/// <summary>What a recurrent layer makes of its gate columns: four per unit, in vectors, [row][column 0 lanes … column 3 lanes].</summary>
internal unsafe interface ICell
{
    /// <summary>Gates and state of some rows; the gates are kept for the way back unless there is no room for them (null).</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="z">Products, without bias.</param>
    /// <param name="bias">One row of biases.</param>
    /// <param name="cBefore">c before the step.</param>
    /// <param name="cAfter">c after it, overwritten.</param>
    /// <param name="h">h after it, overwritten.</param>
    /// <param name="stride">Floats from a row of c and h to the next.</param>
    /// <param name="gates">Gates after their nonlinearity, overwritten; null = not wanted.</param>
    static abstract void Forward(int rows, float* z, float* bias, float* cBefore, float* cAfter, float* h, nint stride, float* gates);

    /// <summary>Gradients of the gates' inputs of some rows.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="gates">As kept on the way forward.</param>
    /// <param name="cBefore">c before the step.</param>
    /// <param name="cAfter">c after it.</param>
    /// <param name="stride">Floats from a row of c and of the carry to the next.</param>
    /// <param name="dh">Gradient of h after the step.</param>
    /// <param name="dhStride">Floats from a row of it to the next.</param>
    /// <param name="carry">Gradient that goes past the products: read of the step after, written for the step before.</param>
    /// <param name="dz">Gradients of the gates' inputs, overwritten.</param>
    static abstract void Backward(int rows, float* gates, float* cBefore, float* cAfter, nint stride, float* dh, nint dhStride, float* carry, float* dz);

    /// <summary>Whether the carry belongs to the gradient of h after the step, and not to that of a cell of its own.</summary>
    static virtual bool CarriesHidden => false;

    /// <summary>Whether a gate acts on h before a second product: then <see cref="Forward"/> writes that in place of h, and the members below run after it.</summary>
    static virtual bool ResetsBefore => false;

    /// <summary>State of some rows, from the second product in column 2 of z.</summary>
    static virtual void Finish(int rows, float* z, float* cBefore, float* cAfter, float* h, nint stride, float* gates)
    {
    }

    /// <summary>Gradient by way of the second product: brings its part into the carry and into column 0 of dz.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="gates">As kept on the way forward.</param>
    /// <param name="cBefore">c before the step.</param>
    /// <param name="stride">Floats from a row of c, of the carry and of <paramref name="kept"/> to the next.</param>
    /// <param name="dReset">Gradient of what met the second product.</param>
    /// <param name="dResetStride">Floats from a row of it to the next.</param>
    /// <param name="carry">Added to.</param>
    /// <param name="dz">Column 0 is overwritten.</param>
    /// <param name="kept">What met the second product, overwritten; null = not wanted.</param>
    static virtual void BackwardReset(int rows, float* gates, float* cBefore, nint stride, float* dReset, nint dResetStride, float* carry, float* dz, float* kept)
    {
    }
}

/// <summary>Bounds that cells share.</summary>
internal static class Cell
{
    /// <summary>Smaller gradients of a step become 0 (2⁻¹⁰⁰): going back through 200 steps they would end as subnormal numbers, which cost x64 a hundred
    /// cycles each (measured on a busy machine: a training step of 200 rows took 1,590 ms with them, 260 ms without).</summary>
    public const float LeastGradient = 7.888609e-31f;
}
