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
import dev.forager.receivers.ebpf.runtime.Subscription;
import dev.forager.receivers.ebpf.sys.BpfException;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Follows what is executed: keeps a {@link ProcessTable} up to date and hands every exec on, on the
 * ring's thread. One for all that have the same settings, and so one table. Thread-safe.
 */
public final class ExecWatch implements AutoCloseable {
    /** Exec. */
    public static final Probe EXEC =
            Probe.of(
                    "security.exec",
                    48,
                    EnumSet.of(Need.LIBBPF, Need.KERNEL_BTF, Need.KERNEL_READS, Need.TRACING),
                    Hook.section("fg_exec"));

    private final ProcessTable table;
    private final Activation activation;
    private final Subscription subscription;
    private final List<Consumer<ExecEvent>> followers = new CopyOnWriteArrayList<>();

    /**
     * What is remembered.
     *
     * @param policy what is kept of arguments
     * @param maxProcesses processes that are remembered
     */
    public record Settings(ArgumentPolicy policy, int maxProcesses) {}

    /**
     * The watch with these settings, which the caller gives back by {@link #unfollow}.
     *
     * @throws BpfException when the kernel does not take the program
     */
    public static ExecWatch follow(EbpfRuntime runtime, Settings settings) throws BpfException {
        return runtime.share(ExecWatch.class, settings, () -> new ExecWatch(runtime, settings));
    }

    /** Gives a watch back. */
    public static void unfollow(EbpfRuntime runtime, Settings settings) {
        runtime.unshare(ExecWatch.class, settings);
    }

    private ExecWatch(EbpfRuntime runtime, Settings settings) throws BpfException {
        table = new ProcessTable(settings.maxProcesses, settings.policy);
        LoadedObject object = runtime.core();
        var layout = new ExecLayout(object.btf(), settings.policy);
        var paths = new ExecutedPath(runtime.settings().procRoot());
        subscription =
                runtime.subscribe(EXEC.kind(), event -> executed(paths.whole(layout.read(event))));
        activation = new Activation(runtime.facts(), object);
        activation.activate(EXEC);
        table.scan(runtime.settings().procRoot());
    }

    private void executed(ExecEvent exec) {
        table.executed(exec);
        followers.forEach(each -> each.accept(exec));
    }

    /**
     * Hands every exec on after the table knows it, until the answer is closed.
     *
     * @param then must not block
     */
    public Subscription then(Consumer<ExecEvent> then) {
        followers.add(then);
        return () -> followers.remove(then);
    }

    /** What processes run. */
    public ProcessTable table() {
        return table;
    }

    /** What became of the probe. */
    public List<ProbeState> states() {
        return activation.states();
    }

    @Override
    public void close() {
        activation.close();
        subscription.close();
    }
}
