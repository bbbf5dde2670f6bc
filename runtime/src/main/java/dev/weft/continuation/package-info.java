/**
 * Delimited continuations: the engine that mounts, resumes and captures chains of frames, and its
 * plainest face, {@link dev.weft.continuation.Continuation}.
 */
package dev.weft.continuation;
