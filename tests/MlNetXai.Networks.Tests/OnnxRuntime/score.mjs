// Scores ONNX files with onnxruntime-node. Argument: a folder whose node_modules holds it.
// Reads requests from standard input, one JSON object a line: {"model", "input": file of float32, "shape": [rows, steps, channels], "output": file to write}.
// Answers each with a line: {"inputs", "outputs": names, "shape": of the output} or {"error"}.
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const { InferenceSession, Tensor } = createRequire(join(process.argv[2], 'package.json'))('onnxruntime-node');

async function score({ model, input, shape, output }) {
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3 });
  const bytes = await readFile(input);
  const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const results = await session.run({ [session.inputNames[0]]: new Tensor('float32', values, shape) });
  const result = results[session.outputNames[0]];
  await writeFile(output, new Uint8Array(result.data.buffer, result.data.byteOffset, result.data.byteLength));
  const answer = { inputs: session.inputNames, outputs: session.outputNames, shape: result.dims };
  await session.release();
  return answer;
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = await score(JSON.parse(line));
  } catch (error) {
    answer = { error: String(error?.message ?? error) };
  }

  process.stdout.write(JSON.stringify(answer) + '\n');
}
