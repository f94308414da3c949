@NullMarked
package io.mychat.gateway.spring.test.app;

import org.jspecify.annotations.NullMarked;
