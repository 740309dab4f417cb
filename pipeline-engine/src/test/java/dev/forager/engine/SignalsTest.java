// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SignalsTest {
    @Test
    void theSecondSignalToEndHalts() {
        var heard = new ArrayList<OsSignal>();
        var halts = new ArrayList<String>();
        var now = new AtomicLong();
        var signals = new Signals(heard::add, () -> halts.add("halt"), now::get);
        signals.raise(OsSignal.HUP);
        signals.raise(OsSignal.HUP);
        signals.raise(OsSignal.TERM);
        now.set(Signals.TOGETHER.toNanos() - 1);
        signals.raise(OsSignal.TERM);
        assertThat(halts).as("one of a process, one of its group").isEmpty();
        now.set(Signals.TOGETHER.toNanos());
        signals.raise(OsSignal.INT);

        assertThat(heard).containsExactly(OsSignal.HUP, OsSignal.HUP, OsSignal.TERM);
        assertThat(halts).hasSize(1);
    }

    /** In a process of its own: the JVM's own answers would be death and 143. */
    @Test
    @Timeout(30)
    void aRealProcessHearsHangupAndEndsWithZero() throws Exception {
        Process process = start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            assertThat(out.readLine()).isEqualTo("ready");
            send("HUP", process);
            assertThat(out.readLine()).isEqualTo("hangup");
            send("TERM", process);
            assertThat(out.readLine()).isEqualTo("terminated");
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // A test run under nohup hands an ignored SIGHUP on: the child gets the default back.
        return new ProcessBuilder(
                        "env",
                        "--default-signal=HUP",
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        ClassPaths.of(Listening.class, Signals.class),
                        Listening.class.getName())
                .redirectErrorStream(true)
                .start();
    }

    private static void send(String name, Process process) throws Exception {
        var kill = List.of("kill", "-" + name, Long.toString(process.pid()));
        assertThat(new ProcessBuilder(kill).start().waitFor()).isZero();
    }

    /** Prints each signal; ends with 0 at the one to end. */
    static final class Listening {
        private Listening() {}

        /** The child process. */
        public static void main(String[] arguments) throws InterruptedException {
            BlockingQueue<OsSignal> heard = new LinkedBlockingQueue<>();
            new Signals(heard::add, () -> Runtime.getRuntime().halt(1), System::nanoTime).install();
            System.out.println("ready");
            OsSignal signal;
            do {
                signal = heard.take();
                System.out.println(signal);
            } while (!signal.isLast());
            System.exit(0);
        }
    }
}
