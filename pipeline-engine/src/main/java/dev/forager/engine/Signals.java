// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes signals of the operating system over from the JVM, which would end with 143 at SIGTERM and
 * die of SIGHUP. The second signal to end halts the process at once: whoever sends it does not want
 * to wait. Two that come together are one: {@code timeout} and shells signal a process and then its
 * whole group. Thread-safe.
 *
 * <p>{@code sun.misc.Signal} is called by reflection: naming it is a warning that cannot be
 * suppressed, and warnings fail the build. Nothing in the JDK replaces it.
 */
final class Signals {
    /** Nobody who waited in vain is so quick. Chosen. */
    static final Duration TOGETHER = Duration.ofMillis(200);

    private final Consumer<OsSignal> listener;
    private final Runnable halt;
    private final LongSupplier nanoTime;
    private @Nullable Long endingSince;

    /**
     * Signals that go nowhere yet.
     *
     * @param listener called on a thread of the JVM; returns soon
     * @param halt ends the process at once
     * @param nanoTime as {@link System#nanoTime}
     */
    Signals(Consumer<OsSignal> listener, Runnable halt, LongSupplier nanoTime) {
        this.listener = listener;
        this.halt = halt;
        this.nanoTime = nanoTime;
    }

    /**
     * Installs the handlers for the life of the process.
     *
     * @throws IllegalStateException when the JVM does not let it
     */
    void install() {
        for (OsSignal signal : OsSignal.values()) {
            try {
                install(signal);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(
                        "SIG%s: cannot be handled (expected: a JVM with jdk.unsupported)"
                                .formatted(signal.name()),
                        e);
            }
        }
    }

    /** A signal has come. */
    synchronized void raise(OsSignal signal) {
        if (!signal.isLast()) {
            listener.accept(signal);
        } else if (endingSince == null) {
            endingSince = nanoTime.getAsLong();
            listener.accept(signal);
        } else if (nanoTime.getAsLong() - endingSince >= TOGETHER.toNanos()) {
            halt.run();
        }
    }

    private void install(OsSignal signal) throws ReflectiveOperationException {
        Class<?> signalType = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        Object handler =
                Proxy.newProxyInstance(
                        Signals.class.getClassLoader(),
                        new Class<?>[] {handlerType},
                        handler(signal));
        Object platformSignal = signalType.getConstructor(String.class).newInstance(signal.name());
        signalType
                .getMethod("handle", signalType, handlerType)
                .invoke(null, platformSignal, handler);
    }

    @SuppressWarnings("ReferenceEquality") // A handler is equal to itself only.
    private InvocationHandler handler(OsSignal signal) {
        return (proxy, method, arguments) ->
                switch (method.getName()) {
                    case "handle" -> {
                        raise(signal);
                        yield null;
                    }
                    case "equals" -> arguments != null && proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "handler of SIG" + signal.name();
                };
    }
}
