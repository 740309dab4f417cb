// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program that was executed. Immutable.
 *
 * @param origin the process, which is that of the new program
 * @param path of the executable, as it was given to the kernel, from the working folder where that
 *     is known
 * @param file last part of the file's own name; {@code memfd:x} for a file of memory only
 * @param arguments without secrets, fit to be shown
 * @param isCut whether path or arguments are not whole
 * @param isMemfd whether the executable has never been on a disk
 * @param isDeleted whether the executable was removed before it was executed
 * @param effectiveUid the user whose rights it has
 * @param stdio an internet socket that is standard input, output or error; null for none
 * @param stdioMask which of the three: bits 0 to 2
 */
public record ExecEvent(
        Origin origin,
        String path,
        String file,
        List<String> arguments,
        boolean isCut,
        boolean isMemfd,
        boolean isDeleted,
        long effectiveUid,
        @Nullable Peer stdio,
        int stdioMask) {
    /** Copies the list. */
    public ExecEvent {
        arguments = List.copyOf(arguments);
    }

    /** The same but for the path. */
    ExecEvent withPath(String whole) {
        return new ExecEvent(
                origin,
                whole,
                file,
                arguments,
                isCut,
                isMemfd,
                isDeleted,
                effectiveUid,
                stdio,
                stdioMask);
    }

    /** What the process runs from now on. A file without a folder has a path of its descriptor. */
    public KnownProcess process() {
        return new KnownProcess(isMemfd || path.isEmpty() ? file : path, arguments);
    }
}
