package io.mychat.gateway.spring.test.app;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application of a team: a handler with a service behind it, a page, and users in a directory. */
@SpringBootApplication
class ShopApplication {}
