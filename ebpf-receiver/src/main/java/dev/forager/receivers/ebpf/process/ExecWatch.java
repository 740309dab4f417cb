// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import dev.forager.receivers.ebpf.probe.Activation;
import dev.forager.receivers.ebpf.probe.Hook;
import dev.forager.receivers.ebpf.probe.Need;
import dev.forager.receivers.ebpf.probe.Probe;
import dev.forager.receivers.ebpf.probe.ProbeState;
import dev.forager.receivers.ebpf.runtime.EbpfRuntime;
import dev.forager.receivers.ebpf.runtime.LoadedObject;
import dev.forager.receivers.ebpf.runtime.ObjectSpec;
import dev.forager.receivers.ebpf.runtime.Subscription;
import dev.forager.receivers.ebpf.sys.BpfException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Follows what is executed: keeps a {@link ProcessTable} up to date and hands every exec on, on the
 * ring's thread. The program is in the kernel once, however many scenarios follow.
 */
public final class ExecWatch implements AutoCloseable {
    /** Exec. */
    public static final Probe EXEC =
            Probe.of(
                    "security.exec",
                    48,
                    EnumSet.of(Need.LIBBPF, Need.KERNEL_BTF, Need.KERNEL_READS, Need.TRACING),
                    Hook.section("fg_exec"));

    private static final ObjectSpec SPEC = new ObjectSpec("process", Map.of());

    private final EbpfRuntime runtime;
    private final Activation activation;
    private final Subscription subscription;

    /**
     * Begins to follow, and adds what runs already to the table.
     *
     * @param then gets every exec after the table knows it; it must not block
     * @throws BpfException when the kernel does not take the program
     */
    public ExecWatch(
            EbpfRuntime runtime,
            ProcessTable table,
            ArgumentPolicy policy,
            Consumer<ExecEvent> then)
            throws BpfException {
        this.runtime = runtime;
        LoadedObject object = runtime.open(SPEC);
        try {
            var layout = new ExecLayout(object.btf(), policy);
            subscription =
                    runtime.subscribe(
                            EXEC.kind(),
                            event -> {
                                ExecEvent read = layout.read(event);
                                table.executed(read);
                                then.accept(read);
                            });
        } catch (BpfException e) {
            runtime.close(SPEC);
            throw e;
        }
        activation = new Activation(runtime.facts(), object);
        activation.activate(EXEC);
        table.scan(runtime.settings().procRoot());
    }

    /** What became of the probe. */
    public List<ProbeState> states() {
        return activation.states();
    }

    @Override
    public void close() {
        activation.close();
        subscription.close();
        runtime.close(SPEC);
    }
}
