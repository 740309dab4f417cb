// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.reload;

import static dev.forager.pdata.Signal.TRACES;
import static java.util.Objects.requireNonNull;

import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.Receiver;
import dev.forager.pipeline.ReceiverFactory;
import dev.forager.pipeline.ReceiverSettings;
import dev.forager.pipeline.Stability;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.testkit.TestTelemetry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes receivers that listen: a line is the name of one span, the answer is {@code ok} or why not.
 * Stopping closes the listener and lets the requests under way end.
 */
final class Doors implements ReceiverFactory<Doors.DoorConfig> {
    private final ReloadParts parts;

    Doors(ReloadParts parts) {
        this.parts = parts;
    }

    /** Where it listens. */
    record DoorConfig(
            @Doc("On loopback.") @Default("0") int port,
            @Doc("Anything.") @Default("") String mark) {}

    @Override
    public ComponentInfo<DoorConfig> info() {
        return ComponentInfo.of("door", DoorConfig.class).stability(Stability.BETA, TRACES);
    }

    @Override
    public Receiver create(DoorConfig config, ReceiverSettings settings, Consumers next) {
        return new Door(
                "receiver " + settings.id() + (config.mark().isEmpty() ? "" : "#" + config.mark()),
                config.port(),
                requireNonNull(next.forSignal(TRACES)));
    }

    /** Sends the name of a span; the answer. */
    static String ask(int port, String name) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((name + "\n").getBytes(StandardCharsets.UTF_8));
            return String.valueOf(reader(socket).readLine());
        }
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private final class Door implements Receiver {
        private final String name;
        private final int port;
        private final Consumer next;
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private @Nullable ServerSocket listener;

        Door(String name, int port, Consumer next) {
            this.name = name;
            this.port = port;
            this.next = next;
        }

        @Override
        public void start(Host host) throws IOException {
            var bound = new ServerSocket(port, 1000, InetAddress.getLoopbackAddress());
            listener = bound;
            parts.journal.add("start " + name);
            threads.execute(() -> accept(bound));
        }

        private void accept(ServerSocket bound) {
            while (!bound.isClosed()) {
                try {
                    Socket socket = bound.accept();
                    threads.execute(() -> answer(socket));
                } catch (IOException closed) {
                    return;
                }
            }
        }

        private void answer(Socket socket) {
            try (socket) {
                String text = taken(reader(socket).readLine());
                socket.getOutputStream().write((text + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private String taken(String span) {
            String json =
                    """
                    {"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"%s"}]}]}]}"""
                            .formatted(span);
            try {
                next.consume(TestTelemetry.fromJson(TRACES, json).open(), Context.background());
                return "ok";
            } catch (ConsumeException e) {
                return String.valueOf(e.getMessage());
            }
        }

        @Override
        public void stop(Duration limit) {
            if (listener == null) {
                return;
            }
            try {
                listener.close();
                threads.shutdown();
                boolean _ = threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            listener = null;
            parts.journal.add("stop " + name);
        }
    }
}
