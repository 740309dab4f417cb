// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The exporter that sends <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OTLP over
 * HTTP</a>.
 */
@NullMarked
package dev.forager.exporters.otlphttp;

import org.jspecify.annotations.NullMarked;
