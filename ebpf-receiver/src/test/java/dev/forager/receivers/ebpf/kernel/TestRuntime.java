// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import dev.forager.receivers.ebpf.runtime.EbpfRuntime;
import dev.forager.receivers.ebpf.runtime.LoadedObject;
import dev.forager.receivers.ebpf.runtime.ObjectSpec;
import dev.forager.receivers.ebpf.runtime.RuntimeSettings;
import dev.forager.receivers.ebpf.selection.TargetConfig;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import dev.forager.receivers.ebpf.sys.LibBpf;
import dev.forager.receivers.ebpf.sys.StructView;
import dev.forager.testkit.LogRecorder;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A runtime with the object of the tests, whose program makes events without any occurrence. Of a
 * kind of its own: nothing else on the machine makes such.
 */
final class TestRuntime implements AutoCloseable {
    /** KIND_TEST of forager.h. */
    static final int KIND = 15;

    private static final int MOST_AT_ONCE = 64;
    private static final ObjectSpec SPEC =
            new ObjectSpec(
                    "selftest",
                    Path.of("src/test/resources/dev/forager/receivers/ebpf/bpf/selftest.bpf.o"));

    private final EbpfRuntime runtime;
    private final LoadedObject object;
    private final BtfStruct test;

    private TestRuntime(EbpfRuntime runtime, LoadedObject object) throws BpfException {
        this.runtime = runtime;
        this.object = object;
        test = object.btf().struct("self_test");
    }

    static TestRuntime start(long bulkBytes, int perSecond, int perCgroup) throws BpfException {
        EbpfRuntime runtime =
                EbpfRuntime.acquire(
                        LibBpf.load(null),
                        Kernel.facts(),
                        new RuntimeSettings(
                                null,
                                null,
                                Path.of("/sys/fs/cgroup"),
                                Path.of("/proc"),
                                Path.of("/sys"),
                                1 << 16,
                                bulkBytes,
                                0.25,
                                Duration.ofMillis(20),
                                perSecond,
                                perCgroup,
                                true,
                                TargetConfig.all()),
                        new LogRecorder().logger());
        return new TestRuntime(runtime, runtime.open(SPEC));
    }

    EbpfRuntime runtime() {
        return runtime;
    }

    /** Runs the program as often as it takes for so many events. */
    void emit(long group, int events, boolean isLimited) throws BpfException {
        for (int left = events; left > 0; left -= MOST_AT_ONCE) {
            run(group, Math.min(left, MOST_AT_ONCE), isLimited, false);
        }
    }

    /** One event that wakes the reader as those of the product do. */
    void emitWaking() throws BpfException {
        var _ = run(0, 1, false, true);
    }

    /** Whether each bulk event is to wake the reader now. */
    boolean isWakingAtOnce() throws BpfException {
        StructView config = runtime.core().map("fg_config").lookup(new byte[4]);
        int offset = runtime.core().btf().struct("shared_config").offset("bulk_wakeup_bytes", 8);
        return config != null && config.u64(offset) == 0;
    }

    /** The slot that a duration falls into. */
    int slot(long nanos) throws BpfException {
        return run(nanos, 0, false, false).i32(test.offset("slot", 4));
    }

    private StructView run(long value, int events, boolean isLimited, boolean isWaking)
            throws BpfException {
        byte[] context =
                test.bytes()
                        .put("value", value)
                        .put("events", events)
                        .put("limited", isLimited ? 1 : 0)
                        .put("wakes", isWaking ? 1 : 0)
                        .toArray();
        return StructView.of(object.run("fg_self_test", context));
    }

    @Override
    public void close() {
        runtime.close(SPEC);
        runtime.release();
    }
}
