/**
 * ONNX Runtime sends events to its maker on Linux too since 1.29, and keeps a device id and a database in the user's
 * cache folder; set before the runtime is loaded, this switch leaves all of it out (microsoft/onnxruntime#27379). To be
 * imported first by whoever loads the runtime; a thread that does must share the environment of its process.
 */
process.env['ORT_DISABLE_TELEMETRY'] = '1'
