// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import com.linecorp.armeria.common.FlagsProvider;
import com.linecorp.armeria.common.metric.NoopMeterRegistry;
import com.linecorp.armeria.common.util.TransportType;
import io.micrometer.core.instrument.MeterRegistry;

/** Armeria's process-wide defaults, where ours differ. Found by the service loader. */
public final class TransportFlags implements FlagsProvider {
    /** For the service loader. */
    public TransportFlags() {}

    @Override
    public int priority() {
        return 1;
    }

    /** One event loop per core: more only switch contexts. */
    @Override
    public Integer numCommonWorkers(TransportType type) {
        return Runtime.getRuntime().availableProcessors();
    }

    /** A path is a path: what follows a semicolon is part of it, as upstream. */
    @Override
    public Boolean allowSemicolonInPathComponent() {
        return true;
    }

    /** Armeria's own meters are seen by nobody: none is made. */
    @Override
    public MeterRegistry meterRegistry() {
        return NoopMeterRegistry.get();
    }

    /** Our build fixes the versions together. */
    @Override
    public Boolean warnNettyVersions() {
        return false;
    }

    /**
     * How long a connection that was announced as closed waits for the client to close it.
     * Armeria's three seconds would delay every shutdown.
     */
    @Override
    public Long defaultHttp1ConnectionCloseDelayMillis() {
        return 100L;
    }

    /** Ours are set per server: these do not fit socket files and warn at each connection. */
    @Override
    public Boolean useDefaultSocketOptions() {
        return false;
    }

    /** Answers tell nothing of the insides. */
    @Override
    public Boolean verboseResponses() {
        return false;
    }
}
