// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import dev.forager.receivers.ebpf.runtime.Event;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Btf;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import dev.forager.receivers.ebpf.sys.StructView;
import java.util.List;

/** Reads {@code struct exec_event}. Immutable. */
public final class ExecLayout {
    private static final int MEMFD = 1;
    private static final int DELETED = 2;
    private static final int ARGUMENTS_CUT = 4;
    private static final int PATH_CUT = 8;
    private static final int FOLDER = 16;
    private static final int FOLDER_BYTES = 320;
    private static final int PATH_BYTES = 256;
    private static final int FILE_BYTES = 32;
    private static final int ARGUMENT_BYTES = 1024;

    private final OriginLayout origin;
    private final Peer.Layout peer;
    private final ArgumentPolicy policy;
    private final int stdio;
    private final int flags;
    private final int effectiveUid;
    private final int pathLength;
    private final int argumentsLength;
    private final int stdioMask;
    private final int folderLength;
    private final int folder;
    private final int path;
    private final int file;
    private final int arguments;

    /**
     * The layout in an object with such events.
     *
     * @param policy what is kept of arguments
     */
    public ExecLayout(Btf btf, ArgumentPolicy policy) throws BpfException {
        this.policy = policy;
        origin = new OriginLayout(btf);
        peer = new Peer.Layout(btf);
        BtfStruct event = btf.struct("exec_event");
        stdio = event.offset("stdio", btf.struct("peer").size());
        flags = event.offset("flags", 4);
        effectiveUid = event.offset("effective_uid", 4);
        pathLength = event.offset("path_length", 2);
        argumentsLength = event.offset("arguments_length", 2);
        stdioMask = event.offset("stdio_mask", 4);
        folderLength = event.offset("folder_length", 4);
        folder = event.offset("folder", FOLDER_BYTES);
        path = event.offset("path", PATH_BYTES);
        file = event.offset("file", FILE_BYTES);
        arguments = event.offset("arguments", ARGUMENT_BYTES);
    }

    /** The kernel goes from the folder to the root: names come the last first. */
    private String folder(StructView view) {
        int length = (int) Math.min(view.u32(folderLength), FOLDER_BYTES);
        List<String> names = Arguments.split(view.bytes(folder, length));
        return String.join("/", names.reversed());
    }

    /** What was executed. */
    public ExecEvent read(Event event) {
        StructView view = event.view();
        int bits = view.i32(flags);
        String given = view.text(path, Math.min(view.u16(pathLength), PATH_BYTES));
        boolean isFromFolder = (bits & FOLDER) != 0 && (bits & MEMFD) == 0 && !given.isEmpty();
        String executable =
                VisibleText.of(isFromFolder ? ExecutedPath.joined(folder(view), given) : given);
        byte[] words = view.bytes(arguments, Math.min(view.u16(argumentsLength), ARGUMENT_BYTES));
        return new ExecEvent(
                origin.read(event),
                executable,
                VisibleText.of(view.text(file, FILE_BYTES)),
                policy.apply(Arguments.split(words)),
                (bits & (ARGUMENTS_CUT | PATH_CUT)) != 0,
                (bits & MEMFD) != 0,
                (bits & DELETED) != 0,
                view.u32(effectiveUid),
                peer.read(view, stdio),
                view.i32(stdioMask));
    }
}
