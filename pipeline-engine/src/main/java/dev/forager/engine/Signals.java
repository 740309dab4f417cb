// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Takes signals of the operating system over from the JVM, which would end with 143 at SIGTERM and
 * die of SIGHUP. The second signal to end halts the process at once: whoever sends it does not want
 * to wait. Thread-safe.
 *
 * <p>{@code sun.misc.Signal} is called by reflection: naming it is a warning that cannot be
 * suppressed, and warnings fail the build. Nothing in the JDK replaces it.
 */
final class Signals {
    private final Consumer<OsSignal> listener;
    private final Runnable halt;
    private final AtomicBoolean isEnding = new AtomicBoolean();

    /**
     * Signals that go nowhere yet.
     *
     * @param listener called on a thread of the JVM; returns soon
     * @param halt ends the process at once
     */
    Signals(Consumer<OsSignal> listener, Runnable halt) {
        this.listener = listener;
        this.halt = halt;
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
    void raise(OsSignal signal) {
        if (signal.isLast() && isEnding.getAndSet(true)) {
            halt.run();
        } else {
            listener.accept(signal);
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
